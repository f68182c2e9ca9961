// SPDX-License-Identifier: GPL-2.0
/// unwind.cc - finds who called code of an image, and with which registers.
///
/// The data has, in front of what else Windows keeps there, an array of codes: what the prologue
/// did, the last first. Each code has one to three elements.

#include "base/unwind.hh"

namespace {

/// A stack slot of this processor.
constexpr ULONG slot = 8;

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

/// What the data of the function is chained to is behind its codes, of which there is an even
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

	/// False: it cannot be.
	bool all(const Info &info)
	{
		for (unsigned int n = 0; n < info.count; n += size_of(info, n))
			if (!one(info, n))
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

}

namespace unwinding {

const ntparport_image_function *find(const ntparport_image_code &image, ULONG_PTR code)
{
	// A call that does not return may be the last of its function: what counts is the call.
	const ULONG_PTR at = code - 1 - reinterpret_cast<ULONG_PTR>(image.base);
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

ULONG_PTR establisher(const ntparport_image_code &image, const ntparport_image_function &function,
		      const Frame &frame)
{
	const Info &info = info_at(image, function.unwind);
	const unsigned int pointer = info.frame & 15;

	return pointer ? frame.values[pointer] - (info.frame >> 4) * 16 : frame.values[rsp];
}

bool leave(const ntparport_image_code &image, const ntparport_image_function &function,
	   Frame &frame, ULONG_PTR end)
{
	Undo undo(frame, establisher(image, function, frame), end);
	const Info *info = &info_at(image, function.unwind);

	while (undo.all(*info)) {
		if (!(info->version_and_flags & chained))
			return undo.pop(frame.code);
		info = &info_at(image, next_of(*info));
	}
	return false;
}

}
