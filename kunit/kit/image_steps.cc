// SPDX-License-Identifier: GPL-2.0
/// image_steps.cc - for image_test.py: runs an image's routine, in a program, one instruction at a
/// time, and sees at each whether base/unwind.cc finds the call of the routine, with all registers
/// as they were, and whether Linux's unwinder finds it by what compat/kit/image/orc.py says, from
/// what is made besides, too. The program is otherwise that of image_tries_host.c.

#include <signal.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/unwind.hh"

extern "C" {

extern const ntparport_image_code image_code;
extern const char image_entries[];
extern const char image_entries_end[];
extern const char image_orc_code_end[];
extern const int image_orc_places[];
extern const short image_orc_states[][3];
extern const short image_orc_end[][3];
int __real_DriverEntry(void *driver, void *registry);
int __wrap_DriverEntry(void *driver, void *registry);
}

namespace {

using unwinding::Frame;

constexpr int preserved[] = { unwinding::rbx, unwinding::rbp, unwinding::rsi,
			      unwinding::rdi, unwinding::rsp, unwinding::r12,
			      unwinding::r13, unwinding::r14, unwinding::r15 };

Frame wanted;
bool known;
ULONG_PTR stack_end;
unsigned long steps;
unsigned long found;
unsigned long traced;
unsigned long ended;
/// Where the image's routine was called, and the stack pointer there.
ULONG_PTR top_code;
ULONG_PTR top_stack;
ULONG_PTR top_pointer;

/// Then it goes on as fast as it can.
constexpr unsigned long most = 50000;
/// In this processor's flags.
constexpr greg_t trap = 0x100;

bool is_entry(ULONG_PTR code)
{
	return code >= reinterpret_cast<ULONG_PTR>(image_entries) &&
	       code < reinterpret_cast<ULONG_PTR>(image_entries_end);
}

/// Whether it is at the end of an epilogue, which is not known: a pop, a return, a jump.
bool leaves(const UCHAR *code)
{
	if ((*code & 0xf0) == 0x40)
		code++;
	return (*code & 0xf8) == 0x58 || *code == 0xc2 || *code == 0xc3 || *code == 0xe9 ||
	       *code == 0xeb || (*code == 0xff && (code[1] & 0x38) == 0x20);
}

void wrong(ULONG_PTR at, const char *what)
{
	printf("at 0x%lx of the image: %s\n", at - reinterpret_cast<ULONG_PTR>(image_code.base),
	       what);
	fflush(stdout);
	_exit(1);
}

void look(Frame frame)
{
	const ULONG_PTR at = frame.code;

	if (!unwinding::leave_interrupted(image_code, frame, stack_end))
		wrong(at, "its function cannot be left");
	while (const ntparport_image_function *function =
		       unwinding::find(image_code, frame.code - 1))
		if (!unwinding::leave(image_code, *function, frame, stack_end))
			wrong(at, "a function that has called it cannot be left");
	// Filters and blocks are called by something else.
	if (!is_entry(frame.code))
		return;
	found++;
	if (!known)
		wanted = frame;
	known = true;
	if (frame.code != wanted.code)
		return;
	for (const int number : preserved)
		if (frame.values[number] != wanted.values[number])
			wrong(at, "a register is not what it was");
}

struct Trace {
	ULONG_PTR code;
	ULONG_PTR stack;
	ULONG_PTR pointer;
};

ULONG_PTR at(ULONG_PTR address) { return *reinterpret_cast<const ULONG_PTR *>(address); }

/// What is known of a place: the last of those up to it.
const short *state_at(ULONG_PTR code)
{
	const long count = image_orc_end - image_orc_states;
	const short *state = nullptr;
	ULONG_PTR best = 0;

	for (long n = 0; n < count; n++) {
		const ULONG_PTR place = reinterpret_cast<ULONG_PTR>(image_orc_places + n) +
					image_orc_places[n];

		if (place <= code && place >= best) {
			best = place;
			state = image_orc_states[n];
		}
	}
	return state;
}

/// One step of Linux's unwinder.
bool go_up(Trace &trace, bool called)
{
	enum { previous = 1, pointer = 4, stack = 5, indirect = 9 };
	const short *state = state_at(trace.code - called);

	if (!state)
		return false;
	const int base = state[2] & 15;
	if (base != pointer && base != stack && base != indirect)
		return false;
	const ULONG_PTR next = (base == pointer ? trace.pointer :
				base == stack	? trace.stack :
						  at(trace.stack)) +
			       static_cast<ULONG_PTR>(static_cast<long>(state[0]));
	if (next <= trace.stack || next > stack_end)
		return false;
	trace.code = at(next - sizeof(ULONG_PTR));
	if ((state[2] >> 4 & 15) == previous)
		trace.pointer = at(next + static_cast<ULONG_PTR>(static_cast<long>(state[1])));
	trace.stack = next;
	return true;
}

bool is_made(ULONG_PTR code)
{
	// All of it is one piece, up to what was linked after it.
	return code >= reinterpret_cast<ULONG_PTR>(image_orc_places) +
			       static_cast<ULONG_PTR>(static_cast<long>(image_orc_places[0])) &&
	       code < reinterpret_cast<ULONG_PTR>(image_orc_code_end);
}

void look_up(Trace trace)
{
	const ULONG_PTR start = trace.code;

	for (bool called = false; is_made(trace.code); called = true) {
		const short *state = state_at(trace.code - called);

		// Of frames that are larger than a kernel's stack, nothing is said.
		if (state && !state[2]) {
			ended++;
			return;
		}
		if (!go_up(trace, called))
			wrong(start, "a stack trace would end");
	}
	// Filters and blocks are called by something else.
	if (!top_code)
		top_code = trace.code, top_stack = trace.stack, top_pointer = trace.pointer;
	if (trace.code != top_code)
		return;
	traced++;
	if (trace.stack != top_stack || trace.pointer != top_pointer)
		wrong(start, "a stack trace would get elsewhere");
}

void step(int, siginfo_t *, void *context)
{
	greg_t *values = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
	constexpr int numbers[] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP,
				    REG_RSI, REG_RDI, REG_R8,  REG_R9,	REG_R10, REG_R11,
				    REG_R12, REG_R13, REG_R14, REG_R15 };
	Frame frame{};

	if (++steps == most)
		values[REG_EFL] &= ~trap;
	frame.code = values[REG_RIP];
	if (is_made(frame.code))
		look_up({ frame.code, static_cast<ULONG_PTR>(values[REG_RSP]),
			  static_cast<ULONG_PTR>(values[REG_RBP]) });
	for (int n = 0; n < 16; n++)
		frame.values[n] = values[numbers[n]];
	if (!unwinding::is_code(image_code, frame.code) ||
	    leaves(reinterpret_cast<const UCHAR *>(frame.code)))
		return;
	look(frame);
}

void set_trap(bool on)
{
	__asm__ volatile("subq $128, %%rsp; pushfq; andq $-257, (%%rsp); orq %0, (%%rsp); popfq; "
			 "addq $128, %%rsp"
			 :
			 : "r"(on ? trap : 0)
			 : "memory", "cc");
}

}

int __wrap_DriverEntry(void *driver, void *registry)
{
	struct sigaction action = {};

	action.sa_sigaction = step;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGTRAP, &action, nullptr);
	stack_end = reinterpret_cast<ULONG_PTR>(__builtin_frame_address(0));
	set_trap(true);
	const int status = __real_DriverEntry(driver, registry);
	set_trap(false);
	printf("found: %d %d\n", found > 200, traced > 200 && ended < traced / 5);
	return status;
}
