// SPDX-License-Identifier: GPL-2.0
/// image_try.cc - the __try blocks of images: which of them code is in, their filters and their
/// blocks.

#include "base/client.h"
#include "base/image_try.hh"
#include "glue/calls.h"
#include "glue/jump.h"

namespace {

/// The registers in an NT_PLACE, by jump_to.S. Calls of images for x64 preserve two more, which the import
/// keeps below its frame pointer (kit/image/build.py).
enum { in_rbx, in_rbp, in_r12, in_r13, in_r14, in_r15 };

/// What the import has on the stack.
const ULONG_PTR *import_of(const NT_TRY &call)
{
	return reinterpret_cast<const ULONG_PTR *>(call.Place.Registers[in_rbp]);
}

}

namespace image_try {

bool is_call(const NT_TRY &entered) { return entered.Excepts == NT_TRY_IMAGE; }

const void *address(const NT_TRY &call)
{
	return reinterpret_cast<const void *>(import_of(call)[1]);
}

}

#ifdef __x86_64__

namespace {

// kit/image/build.py has it, too.
static_assert(sizeof(NT_TRY) == 128);

using image_try::Block;
using image_try::Left;
using unwinding::Frame;

/// What calls preserve.
constexpr int preserved[] = { unwinding::rbx, unwinding::rbp, unwinding::rsi,
			      unwinding::rdi, unwinding::rsp, unwinding::r12,
			      unwinding::r13, unwinding::r14, unwinding::r15 };

ULONG_PTR number_of(const void *address) { return reinterpret_cast<ULONG_PTR>(address); }

Frame caller_of(const NT_TRY &call)
{
	const ULONG_PTR *import = import_of(call);
	const auto &kept = call.Place.Registers;
	Frame frame{};

	frame.code = import[1];
	frame.values[unwinding::rsp] = number_of(import + 2);
	frame.values[unwinding::rbp] = import[0];
	frame.values[unwinding::rdi] = import[-1];
	frame.values[unwinding::rsi] = import[-2];
	frame.values[unwinding::rbx] = kept[in_rbx];
	frame.values[unwinding::r12] = kept[in_r12];
	frame.values[unwinding::r13] = kept[in_r13];
	frame.values[unwinding::r14] = kept[in_r14];
	frame.values[unwinding::r15] = kept[in_r15];
	return frame;
}

/// One entry of a function's table of blocks, whose number comes before them: from where to where
/// the block is; its filter, 1 for one that takes all, or its block of __finally; and its block of
/// __except, if it has one.
struct Scope {
	ULONG begin;
	ULONG end;
	ULONG handler;
	ULONG target;
};

struct Scopes {
	ULONG count;
	Scope list[];
};

constexpr ULONG takes_all = 1;

const Scopes &scopes_of(const ntparport_image_code &image, const ntparport_image_function &function)
{
	static const Scopes none{};

	return function.scopes ? *reinterpret_cast<const Scopes *>(image.base + function.scopes) :
				 none;
}

bool has(const Scope &scope, ULONG_PTR at) { return at >= scope.begin && at < scope.end; }

/// A function that has called, and what its blocks find its variables by.
struct Caller {
	const ntparport_image_code &image;
	const ntparport_image_function &function;
	const Frame &frame;
	ULONG_PTR variables;
};

/// What is known of a block, when it is found.
struct Found {
	const Caller &caller;
	ULONG scope;
	const char *handler;
	const char *target;
	NT_TRY *around;
};

/// For each block of this function that its call is made in, but for those before `first`.
template <typename Visit>
void each_block_of(const Caller &caller, const Left *left, ULONG first, NT_TRY *around, Visit visit)
{
	const char *base = caller.image.base;
	// Of the call, and not of where it returns to.
	const ULONG_PTR at = caller.frame.code - 1 - number_of(base);
	const bool last = left && caller.variables == left->frame;
	const Scopes &scopes = scopes_of(caller.image, caller.function);

	for (ULONG n = first; n < scopes.count; n++) {
		const Scope &scope = scopes.list[n];

		if (!has(scope, at) || (left && scope.target))
			continue;
		if (last && has(scope, left->target - number_of(base)))
			return;
		visit(Found{ caller, n, scope.handler == takes_all ? nullptr : base + scope.handler,
			     scope.target ? base + scope.target : nullptr, around });
	}
}

/// The innermost on the list that runs, or nullptr.
const Block *running(const NT_TRY *first)
{
	while (first && first->Excepts != image_try::runs)
		first = first->Outer;
	return reinterpret_cast<const Block *>(first);
}

/// The functions that have called one another up to this call, from the inside out; and from there
/// those whose block or filter was called: with the frame, the first of the blocks that the
/// function may be in, and the blocks around all of them. `visit` returns whether to go on.
template <typename Visit>
void each_function(const nt_gate &gate, const NT_TRY &call, Visit visit)
{
	const ULONG_PTR end = number_of(&gate);
	Frame frame = caller_of(call);
	NT_TRY *around = call.Outer;
	const NT_TRY *list = call.Outer;
	ULONG first = 0;
	bool more = true;

	while (more) {
		const auto look = [&](const ntparport_image_code &image,
				      const ntparport_image_function &function) {
			more = visit(image, function, frame, first, around);
			first = 0;
			return more;
		};

		// What has called the outermost function is not code of an image: it is the gate, or
		// it is for a block.
		if (!unwinding::leave_all(frame, end, look) || !more)
			return;
		const Block *block = running(list);
		if (!block)
			return;
		around = block->around;
		frame = block->asked ? caller_of(*block->call) : block->frame;
		first = block->asked ? 0 : block->scope + 1;
		list = block->asked ? block->call->Outer : block->entered.Outer;
	}
}

/// Calls `visit` for each block that this call is made in, from the inside out: for `left`, only
/// for the blocks of __finally that are left on the way there, and at last for the target.
template <typename Visit>
void each_block(const nt_gate &gate, const NT_TRY &call, const Left *left, Visit visit)
{
	const auto look = [&](const ntparport_image_code &image,
			      const ntparport_image_function &function, const Frame &frame,
			      ULONG first, NT_TRY *around) {
		const Caller caller{ image, function, frame,
				     unwinding::establisher(image, function, frame) };

		// Beyond what runs for a block, other blocks are on the list already.
		if (!left && around != call.Outer)
			return false;
		each_block_of(caller, left, first, around, visit);
		if (!left || caller.variables != left->frame)
			return true;
		visit(Found{ caller, 0, nullptr, reinterpret_cast<const char *>(left->target),
			     around });
		return false;
	};

	each_function(gate, call, look);
}

/// Goes on in the block of __except, or at the target. Does not return.
void take(const Block &block)
{
	const ULONG_PTR *values = block.frame.values;
	// For nt_windows_resume(), where nobody has anything any longer.
	auto *stack = reinterpret_cast<ULONG_PTR *>(values[unwinding::rsp]) - 4;
	NT_PLACE place = block.entered.Place;

	block.entered.Gate->tries = block.around;
	stack[0] = block.left ? block.left->result : block.entered.ExceptionCode;
	stack[1] = values[unwinding::rsi];
	stack[2] = values[unwinding::rdi];
	stack[3] = number_of(block.target);
	place.Stack = number_of(stack);
	place.Code = number_of(reinterpret_cast<const void *>(nt_windows_resume));
	place.Registers[in_rbx] = values[unwinding::rbx];
	place.Registers[in_rbp] = values[unwinding::rbp];
	place.Registers[in_r12] = values[unwinding::r12];
	place.Registers[in_r13] = values[unwinding::r13];
	place.Registers[in_r14] = values[unwinding::r14];
	place.Registers[in_r15] = values[unwinding::r15];
	nt_place_go(&place, 0);
}

LONG ask(const Block &block)
{
	NT_TRY *&tries = block.entered.Gate->tries;
	Block asked = block;

	if (!block.handler)
		return EXCEPTION_EXECUTE_HANDLER;
	asked.asked = true;
	asked.entered.Excepts = image_try::runs;
	asked.entered.Outer = tries;
	tries = &asked.entered;
	return nt_windows_call(block.handler, number_of(block.entered.Information),
			       block.establisher);
}

/// What the place of a block is: its filter is asked, or its block is run. Does not return.
void goes_on(Block *block, LONG result)
{
	NT_TRY *entered = &block->entered;
	NT_TRY *&tries = entered->Gate->tries;

	if (result == NT_TRY_FILTERS)
		ntparport_try_filtered(entered, ask(*block));
	if (entered->Excepts)
		take(*block);
	entered->Excepts = image_try::runs;
	tries = entered;
	(void)nt_windows_call(block->handler, true, block->establisher);
	tries = entered->Outer;
	ntparport_try_resume(entered);
}

}

namespace image_try {

unsigned int count(const nt_gate &gate, const NT_TRY &call, const Left *left)
{
	unsigned int found = 0;

	each_block(gate, call, left, [&](const Found &) { found++; });
	return found;
}

ULONG_PTR stack_of(const NT_TRY &block)
{
	return reinterpret_cast<const Block &>(block).frame.values[unwinding::rsp];
}

ULONG_PTR frame_with(const nt_gate &gate, const NT_TRY &call, ULONG_PTR stack, ULONG_PTR target)
{
	ULONG_PTR found = 0;
	const auto look = [&](const ntparport_image_code &image,
			      const ntparport_image_function &function, const Frame &frame, ULONG,
			      NT_TRY *) {
		Frame caller = frame;

		if (!unwinding::leave(image, function, caller, number_of(&gate)))
			return false;
		if (stack < frame.values[unwinding::rsp] || stack >= caller.values[unwinding::rsp])
			return true;
		// It may have parts, each a function by itself; they share their data.
		const ntparport_image_function *other = unwinding::find(image, target);
		if (other &&
		    unwinding::first_of(image, *other) == unwinding::first_of(image, function))
			found = unwinding::establisher(image, function, frame);
		return false;
	};

	each_function(gate, call, look);
	return found;
}

NT_TRY *enter(const nt_gate &gate, const NT_TRY &call, const Left *left, Block *blocks)
{
	NT_TRY *first = call.Outer;
	NT_TRY **last = &first;

	each_block(gate, call, left, [&](const Found &found) {
		Block &block = *blocks++;
		NT_TRY &entered = block.entered;

		entered = call;
		entered.Excepts = found.target != nullptr;
		// Memory above is that of the blocks around it.
		entered.Place.Stack = number_of(&block);
		entered.Place.Code = number_of(reinterpret_cast<const void *>(nt_windows_block));
		entered.Place.Registers[in_rbx] = number_of(&block);
		entered.Place.Registers[in_r12] =
			number_of(reinterpret_cast<const void *>(goes_on));
		block.around = found.around;
		block.call = &call;
		block.asked = false;
		block.scope = found.scope;
		block.frame = found.caller.frame;
		block.establisher = found.caller.variables;
		block.handler = found.handler;
		block.target = found.target;
		block.left = left;
		if (left && found.target && left->values)
			for (const int number : preserved)
				block.frame.values[number] = left->values[number];
		*last = &entered;
		last = &entered.Outer;
	});
	return first;
}

}

#else

namespace image_try {

unsigned int count(const nt_gate &, const NT_TRY &, const Left *) { return 0; }
ULONG_PTR stack_of(const NT_TRY &) { return 0; }
ULONG_PTR frame_with(const nt_gate &, const NT_TRY &, ULONG_PTR, ULONG_PTR) { return 0; }
NT_TRY *enter(const nt_gate &, const NT_TRY &call, const Left *, Block *) { return call.Outer; }

}

#endif
