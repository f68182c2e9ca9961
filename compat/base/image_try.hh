// SPDX-License-Identifier: GPL-2.0
/// image_try.hh - the __try blocks of images.
///
/// Code of an image notes nothing when it enters a __try: which blocks it is in is looked up
/// by where it is, when there is an exception. What raises one was called through an import, and
/// that has noted the registers, as one more element of the list of its call of the driver
/// (base/gate.h). It is replaced by the blocks then; all else is done as for those of other drivers
/// (raise.cc).
#pragma once

#include "kit/include/nt_try.h"
#include "base/gate.h"
#include "base/unwind.hh"

namespace image_try {

/// With more, an exception counts as one that nothing takes: they are on the stack of whoever
/// raises it.
enum : unsigned int { most = 16 };

/// Where a function of the image goes on that leaves blocks of __finally, by what these find
/// its variables by.
struct Left {
	ULONG_PTR frame;
	ULONG_PTR target;
	ULONG_PTR result;  // what its code finds in RAX
	const ULONG_PTR
		*values;  // of the registers that calls preserve, if others than at its call
};

/// While the filter of a block runs, or a block of __finally, it is on the list as one of these.
enum : LONG { runs = NT_TRY_IMAGE + 1 };

/// One block. As for any NT_TRY, its place is where its filter is asked, and where it is run.
struct Block {
	NT_TRY entered;	     // first
	NT_TRY *around;	     // around all blocks of the image
	const NT_TRY *call;  // that is made in it; of one whose filter runs, what has raised it
	bool asked;	     // of one that runs: it is the filter
	ULONG scope;	     // in its function's table
	unwinding::Frame frame;
	ULONG_PTR establisher;
	const char *handler;  // the filter, or the block of __finally; nullptr: all are taken
	const char *target;   // the block of __except, or the target of `left`
	const Left *left;     // what leaves the blocks, if that is no exception
};

/// Whether that is not a block, but a call by an image.
bool is_call(const NT_TRY &entered);
/// Where the call returns to.
const void *address(const NT_TRY &call);
/// How many blocks it is made in; for `left`, how many are left, and the target.
unsigned int count(const nt_gate &gate, const NT_TRY &call, const Left *left);
/// Where the function of a block has its stack.
ULONG_PTR stack_of(const NT_TRY &block);
/// What the blocks of the function find its variables by that has this place on the stack among its
/// own, and whose code has `target`; 0: the call is made in no such function.
ULONG_PTR frame_with(const nt_gate &gate, const NT_TRY &call, ULONG_PTR stack, ULONG_PTR target);
/// Makes a list of these blocks, the innermost first, and of what is around them. Returns it.
NT_TRY *enter(const nt_gate &gate, const NT_TRY &call, const Left *left, Block *blocks);

}
