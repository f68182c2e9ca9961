// SPDX-License-Identifier: GPL-2.0
/// raise.cc - exceptions: which __try takes one, and what is run on the way to it.
///
/// All of this is the business of one call of a driver: nobody else sees its blocks, and no lock
/// is needed.

#include "base/gate.h"
#include "base/image_chain.hh"
#include "base/image_try.hh"
#include "base/raise.h"
#include "glue/calls.h"
#include "glue/jump.h"

/// An exception whose filters are asked; on the stack of whoever raises it.
struct nt_raising {
	nt_raising *outer;    // in one of whose filters this one was raised
	NT_TRY *first;	      // the innermost block then
	const NT_TRY *asked;  // whose filter runs
	NT_PLACE back;	      // where its answer is waited for
};

namespace {

void (*when_unhandled)(NTSTATUS status, const void *address);

ULONG_PTR number_of(const void *address) { return reinterpret_cast<ULONG_PTR>(address); }

/// Where the function of the block has its own return address: by its frame pointer, which is a
/// register of its own (kit/tries.py).
ULONG_PTR frame_of(const NT_TRY &entered)
{
	constexpr unsigned int frame_pointer = 1;  // by jump_to.S

	return entered.Place.Registers[frame_pointer];
}

ULONG_PTR returns(const NT_TRY &entered)
{
	return reinterpret_cast<const ULONG_PTR *>(frame_of(entered))[1];
}

/// Whether all blocks are still those of functions that have not returned, as far as that can be
/// seen. The code that asks has its stack from `stack` on; memory below it is nobody's.
bool are_entered(const nt_gate &gate, ULONG_PTR stack, const NT_TRY *again)
{
	const ULONG_PTR end = number_of(&gate);

	for (const NT_TRY *entered = gate.tries; entered; entered = entered->Outer) {
		const ULONG_PTR at = number_of(entered);

		if (entered == again || at < stack || at >= end || at % alignof(NT_TRY) ||
		    entered->Gate != &gate)
			return false;
		if (frame_of(*entered) < stack || frame_of(*entered) >= end ||
		    entered->Returns != returns(*entered) || entered->Place.Stack < stack)
			return false;
		stack = entered->Place.Stack;
	}
	return true;
}

/// Nobody can say which of them are left, and where the others are.
void forget_if_left(nt_gate &gate, ULONG_PTR stack, const NT_TRY *again)
{
	if (are_entered(gate, stack, again))
		return;
	nt_gate_complain_of_try(&gate);
	gate.tries = nullptr;
}

bool has(const NT_TRY *first, const NT_TRY *end, const NT_TRY *wanted)
{
	for (; first != end; first = first->Outer)
		if (first == wanted)
			return true;
	return false;
}

/// The filters that wait for the end of this exception never get it, if its handler is outside of
/// theirs: then the blocks that they were asked for are left, too.
void leave_filters(nt_gate &gate, const NT_TRY *target)
{
	while (nt_raising *raising = gate.raising) {
		NT_TRY *const end = raising->asked->Outer;
		NT_TRY **last = &gate.tries;

		if (has(gate.tries, end, target))
			return;
		while (*last != end)
			last = &(*last)->Outer;
		*last = raising->first;
		gate.raising = raising->outer;
	}
}

/// Runs the blocks of __finally as far as the target, and its handler. Does not return.
void unwind(nt_gate &gate, NT_TRY *target)
{
	while (NT_TRY *left = gate.tries) {
		gate.tries = left->Outer;
		if (left != target && left->Excepts)
			continue;
		left->Target = target;
		nt_place_go(&left->Place, NT_TRY_UNWINDS);
	}
}

LONG ask(nt_gate &gate, NT_TRY *asked, EXCEPTION_POINTERS &pointers)
{
	nt_raising raising{};

	raising.outer = gate.raising;
	raising.first = gate.tries;
	raising.asked = asked;
	asked->ExceptionCode = static_cast<ULONG>(pointers.ExceptionRecord->ExceptionCode);
	asked->Information = &pointers;
	gate.raising = &raising;
	// What the filter calls has blocks of its own.
	gate.tries = asked->Outer;
	nt_place_note(&raising.back);
	const LONG answer = nt_place_call(&raising.back, &asked->Place, NT_TRY_FILTERS);
	gate.tries = raising.first;
	gate.raising = raising.outer;
	return answer;
}

enum class Answer { none, takes, continues };

/// Asks all that there are. `taker` is set to the one that takes it.
Answer ask_all(nt_gate &gate, EXCEPTION_RECORD &record, NT_TRY *&taker)
{
	EXCEPTION_POINTERS pointers{ &record, nullptr };

	for (NT_TRY *asked = gate.tries; asked; asked = asked->Outer) {
		if (!asked->Excepts || asked->Excepts == image_try::runs)
			continue;
		const LONG answer = ask(gate, asked, pointers);
		taker = asked;
		if (answer)
			return answer > 0 ? Answer::takes : Answer::continues;
	}
	return Answer::none;
}

void fill(EXCEPTION_RECORD &record, NTSTATUS status, EXCEPTION_RECORD *first, const void *address)
{
	record.ExceptionCode = status;
	record.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
	record.ExceptionRecord = first;
	record.ExceptionAddress = const_cast<void *>(address);
	record.NumberParameters = 0;
}

/// Returns if nothing takes it.
void raise(nt_gate &gate, NTSTATUS status, const void *address)
{
	EXCEPTION_RECORD record;
	EXCEPTION_RECORD impossible;
	NT_TRY *taker = nullptr;

	fill(record, status, nullptr, address);
	Answer answer = ask_all(gate, record, taker);
	if (answer == Answer::continues) {
		fill(impossible, STATUS_NONCONTINUABLE_EXCEPTION, &record, address);
		answer = ask_all(gate, impossible, taker);
	}
	if (answer != Answer::takes)
		return;
	leave_filters(gate, taker);
	unwind(gate, taker);
}

/// The same for a call by an image, which is the innermost thing on the list.
[[gnu::noinline]] void raise_in_image(nt_gate &gate, NTSTATUS status)
{
	if constexpr (sizeof(void *) == 4) {
		EXCEPTION_RECORD record;

		fill(record, status, nullptr, image_try::address(*gate.tries));
		image_chain::raise(gate, record);
		return;
	}
	NT_TRY *const call = gate.tries;
	const unsigned int count = image_try::count(gate, *call, nullptr);

	if (count > image_try::most)
		return;
	// Below everything else of this function, as blocks are run on a stack that begins there.
	auto *blocks =
		static_cast<image_try::Block *>(__builtin_alloca(count * sizeof(image_try::Block)));
	gate.tries = image_try::enter(gate, *call, nullptr, blocks);
	raise(gate, status, image_try::address(*call));
	gate.tries = call;
}

/// Returns if the image has no such function on the stack.
[[gnu::noinline]] void leave_in_image(nt_gate &gate, const image_try::Left &left)
{
	NT_TRY *const call = gate.tries;
	const unsigned int count = image_try::count(gate, *call, &left);

	if (!count || count > image_try::most)
		return;
	auto *blocks =
		static_cast<image_try::Block *>(__builtin_alloca(count * sizeof(image_try::Block)));
	NT_TRY *first = image_try::enter(gate, *call, &left, blocks);
	NT_TRY *const last = &blocks[count - 1].entered;

	if (!last->Excepts)
		return;
	last->ExceptionCode = 0;
	gate.tries = first;
	// Filters that do not go on, either.
	while (gate.raising && number_of(gate.raising) < image_try::stack_of(*last))
		gate.raising = gate.raising->outer;
	unwind(gate, last);
}

}

void nt_raise(NTSTATUS status, const void *address)
{
	if (nt_gate *gate = nt_gate_here()) {
		forget_if_left(*gate, number_of(__builtin_frame_address(0)), nullptr);
		if (gate->tries && image_try::is_call(*gate->tries)) {
			address = image_try::address(*gate->tries);
			raise_in_image(*gate, status);
		} else {
			raise(*gate, status, address);
		}
	}
	when_unhandled(status, address);
}

VOID ntparport_image_local_unwind(PVOID frame, PVOID target)
{
	nt_gate *gate = nt_gate_here();

	if (gate && gate->tries && image_try::is_call(*gate->tries))
		leave_in_image(*gate, { number_of(frame), number_of(target), 0, nullptr });
	when_unhandled(STATUS_INVALID_PARAMETER, target);
}

#ifdef __x86_64__

namespace {

/// What _setjmp() notes (known.py), as far as it is known here.
struct JumpBuffer {
	ULONG_PTR frame;
	ULONG_PTR rbx;
	ULONG_PTR rsp;
	ULONG_PTR rbp;
	ULONG_PTR rsi;
	ULONG_PTR rdi;
	ULONG_PTR kept[4];  // r12 to r15
	ULONG_PTR code;
};

/// Returns if it is that of no function of the image that is still on the stack.
[[gnu::noinline]] void jump_in_image(nt_gate &gate, const JumpBuffer &to, ULONG_PTR result)
{
	ULONG_PTR values[unwinding::registers] = {};
	const ULONG_PTR frame = image_try::frame_with(gate, *gate.tries, to.rsp, to.code);

	if (!frame)
		return;
	values[unwinding::rbx] = to.rbx;
	values[unwinding::rsp] = to.rsp;
	values[unwinding::rbp] = to.rbp;
	values[unwinding::rsi] = to.rsi;
	values[unwinding::rdi] = to.rdi;
	for (int n = 0; n < 4; n++)
		values[unwinding::r12 + n] = to.kept[n];
	leave_in_image(gate, { frame, to.code, result, values });
}

}

VOID ntparport_image_jump(PVOID buffer, int value)
{
	nt_gate *gate = nt_gate_here();
	const JumpBuffer &to = *static_cast<const JumpBuffer *>(buffer);

	if (gate && gate->tries && image_try::is_call(*gate->tries))
		jump_in_image(*gate, to, static_cast<ULONG>(value ? value : 1));
	when_unhandled(STATUS_INVALID_PARAMETER, reinterpret_cast<const void *>(to.code));
}

VOID ntparport_image_unwind(PVOID frame, PVOID target, EXCEPTION_RECORD *, PVOID result)
{
	nt_gate *gate = nt_gate_here();

	if (gate && gate->tries && image_try::is_call(*gate->tries))
		leave_in_image(*gate,
			       { number_of(frame), number_of(target), number_of(result), nullptr });
	when_unhandled(STATUS_INVALID_PARAMETER, target);
}

#endif

void nt_unhandled_set(void (*unhandled)(NTSTATUS status, const void *address))
{
	when_unhandled = unhandled;
}

VOID ntparport_try_add(NT_TRY *entered, LONG excepts)
{
	nt_gate *gate = nt_gate_here();

	entered->Gate = gate;
	entered->Excepts = excepts;
	if (!gate)
		return;
	entered->Returns = returns(*entered);
	forget_if_left(*gate, entered->Place.Stack, entered);
	entered->Outer = gate->tries;
	gate->tries = entered;
}

VOID ntparport_try_leave(NT_TRY *left)
{
	if (left->Gate)
		left->Gate->tries = left->Outer;
}

VOID ntparport_try_filtered(NT_TRY *asked, LONG disposition)
{
	nt_place_go(&asked->Gate->raising->back, disposition);
}

VOID ntparport_try_resume(NT_TRY *ended) { unwind(*ended->Gate, ended->Target); }
