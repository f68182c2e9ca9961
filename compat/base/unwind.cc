// SPDX-License-Identifier: GPL-2.0
/// unwind.cc - finds who called code of an image, and with which registers.
///
/// The data has an array of codes, before what else Windows keeps there: what the prologue
/// did, the last first. Each code has one to three elements.

#include "base/unwind.hh"

namespace {

/// A stack slot of this processor.
constexpr ULONG_PTR slot = 8;

/// As it is in the image.
struct Info {
	UCHAR version_and_flags;
	UCHAR prologue;
	UCHAR count;
	UCHAR frame;	   // the frame pointer's register, and its distance / 16
	UCHAR codes[][2];  // where in the prologue; what, and what of it
};
static_assert(sizeof(Info) == 4);

/// Flags, in the upper bits.
constexpr UCHAR chained = 4 << 3;

enum Operation {
	push,
	allocate_large,
	allocate,
	set_frame,
	save,
	save_far,
	epilogue,
	spare,
	save_vector,
	save_vector_far
};

const Info &info_at(const ntparport_image_code &image, ULONG at)
{
	return *reinterpret_cast<const Info *>(image.base + at);
}

/// The element is a number of 16 bits; or it and the next are one of 32.
ULONG short_at(const Info &info, unsigned int n)
{
	return info.codes[n][0] | info.codes[n][1] << 8;
}

ULONG long_at(const Info &info, unsigned int n)
{
	return short_at(info, n) | short_at(info, n + 1) << 16;
}

/// What the data of the function is chained to follows its codes, of which there is an even
/// number: where a function begins and ends, and its data.
ULONG next_of(const Info &info)
{
	const unsigned int behind = (info.count + 1u) & ~1u;

	return long_at(info, behind + 4);
}

unsigned int operation(const Info &info, unsigned int n) { return info.codes[n][1] & 15; }
unsigned int detail(const Info &info, unsigned int n) { return info.codes[n][1] >> 4; }

/// How many elements the code has.
unsigned int size_of(const Info &info, unsigned int n)
{
	switch (operation(info, n)) {
	case allocate_large:
		return detail(info, n) ? 3 : 2;
	case save:
	case save_vector:
	case epilogue:	// in pairs
		return 2;
	case save_far:
	case save_vector_far:
		return 3;
	default:
		return 1;
	}
}

/// Undoes what a prologue did.
class Undo {
public:
	Undo(unwinding::Frame &frame, ULONG_PTR base, ULONG_PTR end)
		: frame_(frame), start_(frame.values[unwinding::rsp]), base_(base), end_(end)
	{ }

	/// What it has done up to a place. False: it cannot be.
	bool done(const Info &info, ULONG_PTR place)
	{
		for (unsigned int n = 0; n < info.count; n += size_of(info, n))
			if (info.codes[n][0] <= place && !one(info, n))
				return false;
		return true;
	}

	/// False: there is none.
	bool pop(ULONG_PTR &value)
	{
		ULONG_PTR &stack = frame_.values[unwinding::rsp];

		if (!read(stack, value))
			return false;
		stack += slot;
		return true;
	}

private:
	bool one(const Info &info, unsigned int n)
	{
		ULONG_PTR &stack = frame_.values[unwinding::rsp];

		switch (operation(info, n)) {
		case push:
			return pop(frame_.values[detail(info, n)]);
		case allocate_large:
			stack += detail(info, n) ? long_at(info, n + 1) :
						   short_at(info, n + 1) * slot;
			return true;
		case allocate:
			stack += (detail(info, n) + 1) * slot;
			return true;
		case set_frame:
			stack = base_;
			return true;
		case save:
			return read(base_ + short_at(info, n + 1) * slot,
				    frame_.values[detail(info, n)]);
		case save_far:
			return read(base_ + long_at(info, n + 1), frame_.values[detail(info, n)]);
		default:
			return true;
		}
	}

	bool read(ULONG_PTR at, ULONG_PTR &value) const
	{
		if (at < start_ || at >= end_ || at % slot)
			return false;
		value = *reinterpret_cast<const ULONG_PTR *>(at);
		return true;
	}

	unwinding::Frame &frame_;
	const ULONG_PTR start_;
	const ULONG_PTR base_;
	const ULONG_PTR end_;
};

/// Whether the prologue has set the frame pointer at a place. A part that is chained to another has
/// found it set.
bool has_pointer(const Info &info, ULONG_PTR place)
{
	if (!(info.frame & 15) || place >= info.prologue || info.version_and_flags & chained)
		return info.frame & 15;
	for (unsigned int n = 0; n < info.count; n += size_of(info, n))
		if (operation(info, n) == set_frame)
			return info.codes[n][0] <= place;
	return true;
}

ULONG_PTR base_of(const Info &info, ULONG_PTR place, const unwinding::Frame &frame)
{
	return has_pointer(info, place) ?
		       frame.values[info.frame & 15] - (info.frame >> 4) * ULONG_PTR{ 16 } :
		       frame.values[unwinding::rsp];
}

/// A place after any prologue.
constexpr ULONG_PTR anywhere = 256;
/// Data chained to more than these is refused when the module is built (MOST_PARTS in
/// compat/kit/image/exceptions.py). Here it must only come to an end.
constexpr unsigned int most_parts = 32;

bool leave_from(const ntparport_image_code &image, const ntparport_image_function &function,
		ULONG_PTR place, unwinding::Frame &frame, ULONG_PTR end)
{
	const Info *info = &info_at(image, function.unwind);
	Undo undo(frame, base_of(*info, place, frame), end);

	for (unsigned int parts = 0; parts < most_parts && undo.done(*info, place); parts++) {
		if (!(info->version_and_flags & chained))
			return undo.pop(frame.code);
		info = &info_at(image, next_of(*info));
		place = anywhere;
	}
	return false;
}

ULONG_PTR distance(const ntparport_image_code &image, ULONG_PTR address)
{
	return address - reinterpret_cast<ULONG_PTR>(image.base);
}

}

namespace unwinding {

const ntparport_image_function *find(const ntparport_image_code &image, ULONG_PTR address)
{
	const ULONG_PTR at = distance(image, address);
	ULONG_PTR first = 0;
	ULONG_PTR count = image.count;

	while (count) {
		const ULONG_PTR half = count / 2;
		const ntparport_image_function &function = image.functions[first + half];

		if (at >= function.begin && at < function.end)
			return &function;
		if (at < function.begin) {
			count = half;
		} else {
			first += half + 1;
			count -= half + 1;
		}
	}
	return nullptr;
}

bool is_code(const ntparport_image_code &image, ULONG_PTR address)
{
	return image.count && distance(image, address) < image.size;
}

ULONG first_of(const ntparport_image_code &image, const ntparport_image_function &function)
{
	ULONG first = function.unwind;

	for (unsigned int parts = 0; parts < most_parts; parts++) {
		if (!(info_at(image, first).version_and_flags & chained))
			break;
		first = next_of(info_at(image, first));
	}
	return first;
}

ULONG_PTR establisher(const ntparport_image_code &image, const ntparport_image_function &function,
		      const Frame &frame)
{
	return base_of(info_at(image, function.unwind), anywhere, frame);
}

bool leave(const ntparport_image_code &image, const ntparport_image_function &function,
	   Frame &frame, ULONG_PTR end)
{
	return leave_from(image, function, anywhere, frame, end);
}

bool leave_interrupted(const ntparport_image_code &image, Frame &frame, ULONG_PTR end)
{
	const ntparport_image_function *function = find(image, frame.code);

	if (!function)
		return Undo(frame, 0, end).pop(frame.code);
	return leave_from(image, *function, distance(image, frame.code) - function->begin, frame,
			  end);
}

}
