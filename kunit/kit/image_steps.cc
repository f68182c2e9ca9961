// SPDX-License-Identifier: GPL-2.0
/// image_steps.cc - for image_test.py: runs an image's routine, in a program, one instruction at a
/// time, and sees at each whether base/unwind.cc finds the call of the routine, with all registers
/// as they were. The program is otherwise that of image_tries_host.c.

#include <signal.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/unwind.hh"

extern "C" {

extern const ntparport_image_code image_code;
extern const char image_entries[];
extern const char image_entries_end[];
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
	printf("found: %d\n", found > 200);
	return status;
}
