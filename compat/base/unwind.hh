// SPDX-License-Identifier: GPL-2.0
/// unwind.hh - finds who called code of an image, and with which registers, by the unwind data that
/// Windows has of the image.
///
/// compat/kit/image/exceptions.py has checked the data and refused what is not known here, so the
/// data is trusted; what is on the stack is not. Epilogues are not known: no call is made there.
#pragma once

#include "base/client.h"
#include "base/image.h"

namespace unwinding {

/// Registers by Windows' numbers.
enum Register {
	rax,
	rcx,
	rdx,
	rbx,
	rsp,
	rbp,
	rsi,
	rdi,
	r8,
	r9,
	r10,
	r11,
	r12,
	r13,
	r14,
	r15,
	registers
};

/// A function that has made a call. Of its registers those are known that calls preserve.
struct Frame {
	/// Where the call returns to.
	ULONG_PTR code;
	ULONG_PTR values[registers];
};

/// The function that this address is in, or nullptr: it is not one of this image. Of a call it is
/// the byte before where it returns to: one that does not return may be the last of its function.
const ntparport_image_function *find(const ntparport_image_code &image, ULONG_PTR address);
/// Whether it is in code of the image, as the image has it, and all of its functions are known.
bool is_code(const ntparport_image_code &image, ULONG_PTR address);

/// The unwind data that the function's own is chained to, relative to the image's base: that of all
/// parts of one function.
ULONG first_of(const ntparport_image_code &image, const ntparport_image_function &function);

/// What blocks of its function find their variables by: Windows' "establisher frame".
ULONG_PTR establisher(const ntparport_image_code &image, const ntparport_image_function &function,
		      const Frame &frame);

/// Makes it the frame of whoever called the function. `end` is where the stack ends that may be
/// read. False: the stack is not what the data says, and nothing is known of the frame any longer.
bool leave(const ntparport_image_code &image, const ntparport_image_function &function,
	   Frame &frame, ULONG_PTR end);

/// The same for code that has not called but was interrupted: `code` is the instruction. It may be
/// in a prologue, but in no epilogue; and in a function that has no data, as it changes nothing
/// that has to be preserved.
bool leave_interrupted(const ntparport_image_code &image, Frame &frame, ULONG_PTR end);

/// Calls `visit` with the image and the function of this frame, and makes it the frame of whoever
/// called that; and so on, as long as `visit` returns true and the code is a function of an image:
/// a routine may have been called by another image, which found it in a structure. False: as for
/// leave().
template <typename Visit>
bool leave_all(Frame &frame, ULONG_PTR end, Visit visit)
{
	while (const ntparport_image_code *image =
		       nt_image_code(reinterpret_cast<const void *>(frame.code))) {
		const ntparport_image_function *function = find(*image, frame.code - 1);

		if (!function || !visit(*image, *function))
			return true;
		if (!leave(*image, *function, frame, end))
			return false;
	}
	return true;
}

}
