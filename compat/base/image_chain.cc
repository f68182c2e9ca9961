// SPDX-License-Identifier: GPL-2.0
/// image_chain.cc - exceptions in images for i386. Their functions with __try are on a list, each with
/// a handler, the innermost first; this is Windows' part of it, and the handler that compilers took
/// from Windows' kernel. Others are in the image itself, and call RtlUnwind().
///
/// All of this is the business of one call of a driver, as in raise.cc.

#include "base/client.h"
#include "base/image_chain.hh"
#include "glue/calls.h"
#include "glue/jump.h"
#include "glue/stack.h"

#ifdef __i386__

namespace {

/// What a handler says.
enum Disposition { continues, searches };

constexpr ULONG unwinding = 2;	// of an EXCEPTION_RECORD
constexpr ULONG outermost = ~0u;

struct Scope {
	ULONG enclosing;
	const char *filter;  // nullptr: it is a block of __finally
	const char *handler;
};

/// In a function's frame, in front of what its frame pointer points to.
struct Registration {
	Registration *next;
	Disposition (*handler)(EXCEPTION_RECORD *record, Registration *frame, void *context,
			       void *dispatcher);
	// From here on it is as those compilers have it whose handler is that of Windows' kernel.
	const Scope *scopes;
	ULONG level;

	ULONG_PTR variables() const { return reinterpret_cast<ULONG_PTR>(this + 1); }
	/// Where filters look for what they are asked about.
	EXCEPTION_POINTERS *&information()
	{
		return reinterpret_cast<EXCEPTION_POINTERS **>(this)[-1];
	}
};
static_assert(sizeof(Registration) == 16);

ULONG_PTR number_of(const void *address) { return reinterpret_cast<ULONG_PTR>(address); }

/// After Linux's own word (kit/image/build_i386.py).
Registration *&list()
{
	const ULONG_PTR here = number_of(__builtin_frame_address(0));

	return reinterpret_cast<Registration **>(here & ntparport_image_stack)[1];
}

/// The frame, if it is one of this call of a driver, which has its stack from `stack` on.
Registration *valid(const nt_gate &gate, Registration *frame, ULONG_PTR stack)
{
	const ULONG_PTR at = number_of(frame);
	const ULONG_PTR end = number_of(&gate);

	if ((at & ntparport_image_stack) != (end & ntparport_image_stack) ||
	    at % alignof(Registration) || at < stack || at >= end)
		return nullptr;
	return nt_is_image(reinterpret_cast<const void *>(frame->handler)) ? frame : nullptr;
}

Registration *first(const nt_gate &gate)
{
	return valid(gate, list(), number_of(__builtin_frame_address(0)));
}

Registration *after(const nt_gate &gate, const Registration &frame)
{
	return valid(gate, frame.next, frame.variables());
}

/// The frame's scope at that level; nullptr: it is outside of all, or the frame or the table, which the
/// image can write, is damaged. Compilers number a scope after those around it, so that following
/// them comes to an end.
const Scope *scope_at(const Registration &frame, ULONG level)
{
	if (level == outermost)
		return nullptr;
	const Scope *scope = frame.scopes + level;
	const bool is = nt_is_image(frame.scopes) && nt_is_image(scope) &&
			(scope->enclosing == outermost || scope->enclosing < level);

	return is ? scope : nullptr;
}

LONG run(const char *block, const Registration &frame)
{
	const ntparport_image_code *image = nt_image_code(block);

	return image ? image->call(block, frame.variables()) : EXCEPTION_CONTINUE_SEARCH;
}

/// Runs the blocks of __finally that are left on the way to `level`.
void leave(Registration &frame, ULONG level)
{
	while (frame.level != level) {
		const Scope *scope = scope_at(frame, frame.level);

		if (!scope)
			break;
		frame.level = scope->enclosing;
		if (!scope->filter)
			run(scope->handler, frame);
	}
}

/// Has all functions leave that are within that of the frame.
void leave_all(nt_gate &gate, const Registration &target, EXCEPTION_RECORD &record)
{
	record.ExceptionFlags |= unwinding;
	for (Registration *frame = first(gate); frame && frame != &target; frame = first(gate)) {
		frame->handler(&record, frame, nullptr, nullptr);
		list() = frame->next;
	}
}

/// Goes on in the block of __except, which has its stack pointer in its frame. Does not return.
void take(nt_gate &gate, const Registration &frame, const char *block, ULONG code)
{
	enum { in_ebp = 1 };
	NT_PLACE place{};
	// As if it were called by its image.
	const char *const caller = block;

	// Of the calls that are left, the outermost knows what Linux keeps for its callers.
	for (NT_TRY *left = gate.tries; left && number_of(left) < number_of(&frame);
	     left = left->Outer) {
		place = left->Place;
		gate.tries = left->Outer;
	}
	place.Stack = number_of(&caller);
	place.Code = number_of(block);
	place.Registers[in_ebp] = frame.variables();
	nt_place_go(&place, static_cast<LONG>(code));
}

/// Asks the filters of a function. Returns if none takes it.
Disposition ask(nt_gate &gate, EXCEPTION_RECORD &record, Registration &frame)
{
	EXCEPTION_POINTERS pointers{ &record, nullptr };

	frame.information() = &pointers;
	ULONG level = frame.level;
	for (const Scope *scope; (scope = scope_at(frame, level)); level = scope->enclosing) {
		const ULONG before = frame.level;

		if (!scope->filter)
			continue;
		// What the filter raises is for those around it.
		frame.level = scope->enclosing;
		const LONG answer = run(scope->filter, frame);
		frame.level = before;
		if (answer < 0)
			return continues;
		if (!answer)
			continue;
		const auto code = static_cast<ULONG>(record.ExceptionCode);
		leave_all(gate, frame, record);
		leave(frame, level);
		frame.level = scope->enclosing;
		take(gate, frame, scope->handler, code);
	}
	return searches;
}

/// Whether a handler said that the code is to go on where it was raised.
bool offer(const nt_gate &gate, EXCEPTION_RECORD &record)
{
	for (Registration *frame = first(gate); frame; frame = after(gate, *frame))
		if (frame->handler(&record, frame, nullptr, nullptr) == continues)
			return true;
	return false;
}

}

void image_chain::raise(nt_gate &gate, EXCEPTION_RECORD &record)
{
	EXCEPTION_RECORD impossible = record;

	if (!offer(gate, record))
		return;
	impossible.ExceptionCode = STATUS_NONCONTINUABLE_EXCEPTION;
	impossible.ExceptionRecord = &record;
	offer(gate, impossible);
}

LONG ntparport_image_handle(EXCEPTION_RECORD *record, PVOID frame, PVOID context, PVOID dispatcher)
{
	auto &registration = *static_cast<Registration *>(frame);

	if (record->ExceptionFlags & unwinding)
		leave(registration, outermost);
	else if (nt_gate *gate = nt_gate_here())
		return ask(*gate, *record, registration);
	return searches;
}

VOID ntparport_image_unwind(PVOID frame, PVOID, EXCEPTION_RECORD *record, PVOID)
{
	EXCEPTION_RECORD own{};

	own.ExceptionCode = STATUS_UNWIND;
	if (nt_gate *gate = nt_gate_here())
		leave_all(*gate, *static_cast<Registration *>(frame), record ? *record : own);
}

VOID ntparport_image_leave(PVOID frame, ULONG level)
{
	leave(*static_cast<Registration *>(frame), level);
}

#else

void image_chain::raise(nt_gate &, EXCEPTION_RECORD &) { }

#endif
