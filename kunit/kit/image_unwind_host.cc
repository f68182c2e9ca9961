// SPDX-License-Identifier: GPL-2.0
/// image_unwind_host.cc - for image_test.py: leaves each function of an image from many places, with a
/// stack of any content, by base/unwind.cc. It is built with AddressSanitizer, to which all that the
/// image has is one piece of memory; what the tool has let through must not reach beyond it.
///
///	image_unwind_host FILE
///
/// The file: where the piece begins and ends, how many functions, these, and the piece.

#include <stdio.h>
#include <stdlib.h>
#include <vector>

#include "base/unwind.hh"

namespace {

using unwinding::Frame;

constexpr ULONG_PTR words = 4096;

ULONG_PTR random_number()
{
	static ULONG_PTR state = 88172645463325252u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

bool read(FILE *file, void *to, size_t size) { return fread(to, 1, size, file) == size; }

/// A frame on this stack, at that code.
Frame any_frame(const ULONG_PTR *stack, ULONG_PTR code)
{
	Frame frame{};

	frame.code = code;
	for (ULONG_PTR &value : frame.values)
		value = random_number() % 4 ?
				reinterpret_cast<ULONG_PTR>(stack + random_number() % words) :
				random_number();
	frame.values[unwinding::rsp] = reinterpret_cast<ULONG_PTR>(stack + random_number() % words);
	return frame;
}

void leave_all(const ntparport_image_code &image, const ULONG_PTR *stack)
{
	const ULONG_PTR base = reinterpret_cast<ULONG_PTR>(image.base);
	const ULONG_PTR end = reinterpret_cast<ULONG_PTR>(stack + words);

	for (ULONG_PTR n = 0; n < image.count; n++) {
		const ntparport_image_function &function = image.functions[n];

		for (ULONG place = function.begin;
		     place < function.end && place < function.begin + 80; place++) {
			Frame frame = any_frame(stack, base + place);

			if (unwinding::find(image, frame.code) != &function)
				abort();
			(void)unwinding::establisher(image, function, frame);
			Frame called = frame;
			(void)unwinding::leave(image, function, called, end);
			(void)unwinding::leave_interrupted(image, frame, end);
		}
	}
}

/// The tables of blocks: how many, and four numbers for each.
bool tables_are_there(const ntparport_image_code &image)
{
	ULONG seen = 0;

	for (ULONG_PTR n = 0; n < image.count; n++) {
		const ULONG scopes = image.functions[n].scopes;

		if (!scopes)
			continue;
		const auto *table = reinterpret_cast<const ULONG *>(image.base + scopes);
		for (ULONG k = 1; k <= 4 * *table; k++)
			seen |= table[k];
	}
	// Addresses within an image that can be read.
	return seen < 1u << 25;
}

/// Data that is chained to as much as may be is left, and not one part more: what is chained to itself
/// comes to an end.
bool chains_end()
{
	constexpr ULONG most = 32;
	constexpr ULONG size = 16;
	constexpr ULONG alone = 1;
	constexpr ULONG chained = 0x21;
	ULONG parts[most + 2][size / sizeof(ULONG)] = {};
	const ULONG_PTR stack = 0x1234;
	const ULONG_PTR place = reinterpret_cast<ULONG_PTR>(&stack);

	// The first is chained to itself, each other to the next. A part: flags, no codes, where the
	// next function begins and ends, and its data.
	for (ULONG n = 0; n < most + 2; n++) {
		parts[n][0] = n == most + 1 ? alone : chained;
		parts[n][3] = n ? (n + 1) * size : 0;
	}
	const struct {
		ULONG first;
		bool left;
	} cases[] = { { 0, false }, { 1, false }, { 2, true }, { most + 1, true } };
	ntparport_image_code image{};
	image.base = reinterpret_cast<const char *>(parts);
	for (const auto &one : cases) {
		const ntparport_image_function function{ 0, 1, one.first * size, 0 };
		Frame frame{};

		frame.values[unwinding::rsp] = place;
		if (unwinding::leave(image, function, frame, place + sizeof(stack)) != one.left)
			return false;
		if (one.left && frame.code != stack)
			return false;
	}
	return true;
}

}

int main(int count, char **arguments)
{
	FILE *file = count == 2 ? fopen(arguments[1], "re") : nullptr;
	ULONG sizes[3];

	if (!file || !read(file, sizes, sizeof(sizes)))
		return 2;
	const ULONG length = sizes[1] - sizes[0];
	std::vector<ntparport_image_function> functions(sizes[2]);
	std::vector<char> memory(length);
	std::vector<ULONG_PTR> stack(words);
	if (!read(file, functions.data(), functions.size() * sizeof(functions[0])) ||
	    !read(file, memory.data(), length) || fclose(file))
		return 2;
	ntparport_image_code image{};
	image.base = memory.data() - sizes[0];
	image.size = sizes[1];
	image.functions = functions.data();
	image.count = functions.size();
	for (ULONG_PTR &word : stack)
		word = random_number() % 2 ?
			       reinterpret_cast<ULONG_PTR>(&stack[random_number() % words]) :
			       random_number();
	leave_all(image, stack.data());
	return !tables_are_there(image) || !chains_end();
}
