// SPDX-License-Identifier: GPL-2.0 OR MIT
/// request.cpp - requests: made, waited for, cancelled.
///
/// A driver may keep a request, and the system call returns only when it is complete. So a request
/// with an OVERLAPPED gets a thread. Whoever made it waits until that thread sleeps in the call: by
/// then the driver has the request, so requests arrive in the order in which they are made, and
/// what completes at once is reported at once, as on Windows.
///
/// To cancel a request is to interrupt its system call by a signal. The signal may come just before
/// the call: then ntparport_call(), in which it lands, looks once more at whether it is cancelled.

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <thread>
#include <ucontext.h>
#include <unistd.h>

#include "library/file.hpp"

extern "C" {

/// syscall(number, first, second, third), but -EINTR if *cancelled, even if a signal of ours comes
/// after it was looked at and before the call. Returns a negative errno.
__attribute__((visibility("hidden"))) long ntparport_call(const int *cancelled, long number,
							  long first, long second, long third);
__attribute__((visibility("hidden"))) extern const char ntparport_call_begin[],
	ntparport_call_end[];
}

#ifdef __x86_64__
#define PROGRAM_COUNTER REG_RIP
asm(".text\n"
    ".hidden ntparport_call, ntparport_call_begin, ntparport_call_end\n"
    ".globl ntparport_call, ntparport_call_begin, ntparport_call_end\n"
    ".type ntparport_call, @function\n"
    "ntparport_call:\n"
    "	.cfi_startproc\n"
    "	mov %rdi, %r9\n"
    "	mov %rsi, %rax\n"
    "	mov %rdx, %rdi\n"
    "	mov %rcx, %rsi\n"
    "	mov %r8, %rdx\n"
    "ntparport_call_begin:\n"
    "	cmpl $0, (%r9)\n"
    "	jne 1f\n"
    "	syscall\n"
    "ntparport_call_end:\n"
    "	ret\n"
    "1:	mov $-4, %rax\n"
    "	ret\n"
    "	.cfi_endproc\n"
    ".size ntparport_call, . - ntparport_call\n");
#else
#define PROGRAM_COUNTER REG_EIP
asm(".text\n"
    ".hidden ntparport_call, ntparport_call_begin, ntparport_call_end\n"
    ".globl ntparport_call, ntparport_call_begin, ntparport_call_end\n"
    ".type ntparport_call, @function\n"
    "ntparport_call:\n"
    "	push %ebx\n"
    "	push %edi\n"
    "	mov 12(%esp), %edi\n"
    "	mov 16(%esp), %eax\n"
    "	mov 20(%esp), %ebx\n"
    "	mov 24(%esp), %ecx\n"
    "	mov 28(%esp), %edx\n"
    "ntparport_call_begin:\n"
    "	cmpl $0, (%edi)\n"
    "	jne 1f\n"
    "	int $0x80\n"
    "ntparport_call_end:\n"
    "	pop %edi\n"
    "	pop %ebx\n"
    "	ret\n"
    "1:	mov $-4, %eax\n"
    "	pop %edi\n"
    "	pop %ebx\n"
    "	ret\n"
    ".size ntparport_call, . - ntparport_call\n");
#endif

namespace nt {

namespace {

/// How long CloseHandle() waits for what it has cancelled.
constexpr auto patience = std::chrono::seconds(5);

/// The signal that interrupts calls. Programs hardly use the last ones.
int the_signal() { return SIGRTMAX - 2; }

/// Before the call it starts over; in the call, that fails with EINTR; later, nothing.
void interrupted(int, siginfo_t *, void *context)
{
	auto &counter = static_cast<ucontext_t *>(context)->uc_mcontext.gregs[PROGRAM_COUNTER];
	const auto begin = reinterpret_cast<greg_t>(ntparport_call_begin);

	if (counter >= begin && counter < reinterpret_cast<greg_t>(ntparport_call_end))
		counter = begin;
}

void handle_signal()
{
	static const int handled = [] {
		struct sigaction action { };

		action.sa_sigaction = interrupted;
		action.sa_flags = SA_SIGINFO;
		return sigaction(the_signal(), &action, nullptr);
	}();

	static_cast<void>(handled);
}

void *run_request(void *argument)
{
	const std::unique_ptr<std::shared_ptr<Request>> request(
		static_cast<std::shared_ptr<Request> *>(argument));

	(*request)->run();
	return nullptr;
}

/// Starts a thread that only our signal interrupts: others are for the program's own.
bool start_thread(std::shared_ptr<Request> *request)
{
	pthread_attr_t attributes;
	sigset_t all, old;
	pthread_t thread;

	sigfillset(&all);
	sigdelset(&all, the_signal());
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 128 << 10);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	const int error = pthread_create(&thread, &attributes, run_request, request);
	pthread_sigmask(SIG_SETMASK, &old, nullptr);
	pthread_attr_destroy(&attributes);
	return !error;
}

}

void Request::call()
{
	const long first = file->fd;
	long result;

	// A signal for somebody else ends a request that the driver can cancel as if it had never been.
	do {
		result = ntparport_call(&cancelled, number, first, second, third);
	} while (result == -EINTR && !__atomic_load_n(&cancelled, __ATOMIC_ACQUIRE));
	if (result == -EINTR)
		status = static_cast<NTSTATUS>(0xc0000120);  // STATUS_CANCELLED
	else if (number == SYS_ioctl && control.status != STILL_ACTIVE) {
		status = control.status;
		information = control.information;
	} else if (result < 0)
		status = status_of_errno(static_cast<int>(-result));
	else
		information = number == SYS_ioctl ? 0 : result;
}

void Request::complete()
{
	const Lock lock(objects_mutex());
	Object &object = event ? static_cast<Object &>(*event) : static_cast<Object &>(*file);

	file->requests.remove(this);
	done = true;
	if (overlapped) {
		overlapped->InternalHigh = information;
		__atomic_store_n(&overlapped->Internal, static_cast<DWORD>(status),
				 __ATOMIC_RELEASE);
	}
	signal_locked(object);
}

void Request::run()
{
	handle_signal();
	{
		const Lock lock(objects_mutex());

		by = GetCurrentThreadId();
	}
	call();
	complete();
}

/// Whether the thread sleeps in its call: Linux says so to whoever may look, and a program may look
/// at itself.
bool Request::is_kept_by_driver() const
{
	char name[64], line[160];
	long called;
	unsigned long first;

	snprintf(name, sizeof(name), "/proc/self/task/%u/syscall", by);
	FILE *const in = fopen(name, "re");
	if (!in)
		return false;
	const bool read = fgets(line, sizeof(line), in);
	fclose(in);
	// "running", or the number of the call and its arguments.
	return read && sscanf(line, "%ld 0x%lx", &called, &first) == 2 && called == number &&
	       first == static_cast<unsigned long>(file->fd);
}

/// How often in a row, 50 us apart, a request has to be seen in the driver's hands to pend.
constexpr unsigned int looks_that_count = 4;

bool Request::pends(const std::shared_ptr<Request> &request, bool &started)
{
	// Without /proc nothing can be seen, and it may as well pend.
	static const bool can_look = !access("/proc/self/syscall", R_OK);
	// No exception: the file has the request in its list, from which the caller takes it.
	using Reference = std::shared_ptr<Request>;
	std::unique_ptr<Reference> reference(new (std::nothrow) Reference(request));

	handle_signal();
	started = reference && start_thread(reference.get());
	if (!started)
		return false;
	static_cast<void>(reference.release());
	// It may also wait for a lock of Linux's, which is over soon.
	unsigned int kept = 0;
	for (unsigned int tries = 0; can_look && kept < looks_that_count; tries++) {
		{
			const Lock lock(objects_mutex());

			if (request->done)
				return false;
		}
		// Only this thread and the other one have the number before it is done.
		if (__atomic_load_n(&request->by, __ATOMIC_ACQUIRE) && request->is_kept_by_driver())
			kept++;
		else
			kept = 0;
		if (tries < 20 && !kept)
			std::this_thread::yield();
		else
			std::this_thread::sleep_for(std::chrono::microseconds(50));
	}
	const Lock lock(objects_mutex());
	return !request->done;
}

void Request::cancel_locked()
{
	__atomic_store_n(&cancelled, 1, __ATOMIC_RELEASE);
	// Its thread is there as long as it is in the list; before it has a number, it will look.
	if (by)
		syscall(SYS_tgkill, getpid(), by, the_signal());
}

unsigned int File::cancel(DWORD issuer, const OVERLAPPED *which)
{
	const Lock lock(objects_mutex());
	unsigned int count = 0;

	for (Request *request : requests) {
		if ((issuer && request->issuer != issuer) ||
		    (which && request->overlapped != which))
			continue;
		request->cancel_locked();
		count++;
	}
	return count;
}

void File::end()
{
	{
		const Lock lock(objects_mutex());

		ended = true;
	}
	cancel(0, nullptr);
	Lock lock(objects_mutex());
	// Else the last request to end closes it.
	if (objects_changed().wait_for(lock, patience, [this] { return requests.empty(); })) {
		close(fd);
		fd = -1;
	}
}

File::~File()
{
	if (fd >= 0)
		close(fd);
}

}
