// SPDX-License-Identifier: GPL-2.0
/// image_try.hh - the __try blocks of images.
///
/// Code of an image notes nothing when it enters a __try: which blocks it is in is looked up
/// by where it is, when there is an exception. What raises one was called through an import, and
/// that has noted the registers, as one more element of the list of its call of the driver
/// (base/gate.h). It is replaced by the blocks then; all else is done as for those of other drivers
/// (raise.cc).
#pragma once

#include "base/gate.h"
#include "base/unwind.hh"

namespace image_try {

/// With more, an exception counts as one that nothing takes: they are on the stack of whoever
/// raises it.
enum : unsigned int { most = 16 };

/// One block. As for any NT_TRY, its place is where its filter is asked, and where it is run.
struct Block {
	NT_TRY entered;	 // first
	NT_TRY *around;	 // around all blocks of the image
	unwinding::Frame frame;
	ULONG_PTR establisher;
	const char *handler;  // the filter, or the block of __finally; nullptr: all are taken
	const char *target;   // the block of __except
};

/// Where a function of the image goes on that leaves blocks of __finally, by what these find
/// its variables by.
struct Left {
	ULONG_PTR frame;
	ULONG_PTR target;
};

/// Whether that is not a block, but a call by an image.
bool is_call(const NT_TRY &entered);
/// Where the call returns to.
const void *address(const NT_TRY &call);
/// How many blocks it is made in; for `left`, how many are left, and the target.
unsigned int count(const nt_gate &gate, const NT_TRY &call, const Left *left);
/// Makes a list of these blocks, the innermost first, and of what is around them. Returns it.
NT_TRY *enter(const nt_gate &gate, const NT_TRY &call, const Left *left, Block *blocks);

}
