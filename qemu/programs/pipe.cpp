// SPDX-License-Identifier: GPL-2.0
/// pipe.cpp - requests of the library with a pipe in a device's place: no kernel of ours is needed.
/// A read of an empty pipe pends, as one that a driver keeps, and a signal ends it.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <sys/syscall.h>
#include <thread>
#include <ucontext.h>
#include <unistd.h>

#include "library/file.hpp"

static int bad;

static void complain(int line, const char *what)
{
	printf("pipe.cpp:%d: %s (last error %u)\n", line, what, GetLastError());
	bad = 1;
}

#define EXPECT(condition) ((condition) ? (void)0 : complain(__LINE__, #condition))
#define EXPECT_ERROR(call, error) EXPECT(!(call) && GetLastError() == (error))

namespace {

struct Pipe {
	HANDLE handle;
	int to;

	explicit Pipe(bool overlapped)
	{
		int fds[2];

		if (pipe(fds))
			_exit(2);
		const auto file = std::make_shared<nt::File>();
		file->fd = fds[0];
		file->overlapped = overlapped;
		handle = nt::handle_for(file);
		to = fds[1];
	}
	~Pipe() { close(to); }
	Pipe(const Pipe &) = delete;
	Pipe &operator=(const Pipe &) = delete;
};

OVERLAPPED with_event()
{
	OVERLAPPED io{};

	io.hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr);
	return io;
}

void requests_come_in_order()
{
	constexpr int count = 50;
	Pipe pipe(true);
	OVERLAPPED io[count];
	char bytes[count] = {};
	DWORD n;

	for (int i = 0; i < count; i++) {
		io[i] = with_event();
		EXPECT_ERROR(ReadFile(pipe.handle, bytes + i, 1, nullptr, &io[i]),
			     ERROR_IO_PENDING);
		EXPECT_ERROR(GetOverlappedResult(pipe.handle, &io[i], &n, FALSE),
			     ERROR_IO_INCOMPLETE);
	}
	for (int i = 0; i < count; i++) {
		const char byte = static_cast<char>(i);

		EXPECT(write(pipe.to, &byte, 1) == 1);
		EXPECT(GetOverlappedResult(pipe.handle, &io[i], &n, TRUE) && n == 1 &&
		       bytes[i] == i);
		CloseHandle(io[i].hEvent);
	}
	EXPECT(write(pipe.to, "x", 1) == 1);
	io[0] = with_event();
	EXPECT(ReadFile(pipe.handle, bytes, 1, &n, &io[0]) && n == 1);
	CloseHandle(io[0].hEvent);
	EXPECT(CloseHandle(pipe.handle));
}

void one_is_cancelled()
{
	Pipe pipe(true);
	OVERLAPPED one = with_event(), two = with_event();
	const HANDLE both[] = { one.hEvent, two.hEvent };
	char byte;
	DWORD n;

	EXPECT_ERROR(ReadFile(pipe.handle, &byte, 1, nullptr, &one), ERROR_IO_PENDING);
	EXPECT_ERROR(ReadFile(pipe.handle, &byte, 1, nullptr, &two), ERROR_IO_PENDING);
	EXPECT(CancelIoEx(pipe.handle, &two));
	EXPECT(WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0 + 1);
	EXPECT_ERROR(GetOverlappedResult(pipe.handle, &two, &n, FALSE), ERROR_OPERATION_ABORTED);
	EXPECT(!HasOverlappedIoCompleted(&one));
	std::thread([&] { EXPECT(CancelIo(pipe.handle)); }).join();
	EXPECT(!HasOverlappedIoCompleted(&one));
	EXPECT(CloseHandle(pipe.handle));
	EXPECT(HasOverlappedIoCompleted(&one) && one.Internal == 0xc0000120);
	EXPECT(WaitForMultipleObjects(2, both, TRUE, 0) == WAIT_OBJECT_0);
	CloseHandle(one.hEvent);
	CloseHandle(two.hEvent);
}

/// However close the signal comes to the call, the read ends.
void cancelling_never_comes_too_early()
{
	Pipe pipe(false);
	char byte;
	DWORD n;

	for (int i = 0; i < 1000; i++) {
		std::thread reader([&] {
			EXPECT_ERROR(ReadFile(pipe.handle, &byte, 1, &n, nullptr),
				     ERROR_OPERATION_ABORTED);
		});
		while (!CancelIoEx(pipe.handle, nullptr))
			;
		reader.join();
	}
	EXPECT(CloseHandle(pipe.handle));
}

#ifdef __x86_64__
extern "C" long ntparport_call(const int *cancelled, long number, long first, long second,
			       long third);
extern "C" const char ntparport_call_begin[], ntparport_call_end[];

int cancelled, steps_left;

/// After each instruction: that many into the call, cancels it, and goes on without stepping. The
/// signal is blocked meanwhile, and so finds the thread at that instruction.
void stepped(int, siginfo_t *, void *context)
{
	auto &registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
	const auto counter = reinterpret_cast<const char *>(registers[REG_RIP]);

	if (counter < ntparport_call_begin || counter >= ntparport_call_end || steps_left--)
		return;
	cancelled = 1;
	raise(SIGRTMAX - 2);
	registers[REG_EFL] &= ~0x100;
}

/// The signal comes at each instruction between the look at whether it is cancelled and the call.
void cancelling_at_each_instruction()
{
	struct sigaction action { };
	int fds[2];
	char byte;

	action.sa_sigaction = stepped;
	action.sa_flags = SA_SIGINFO;
	sigfillset(&action.sa_mask);
	sigaction(SIGTRAP, &action, nullptr);
	EXPECT(!pipe(fds));
	for (int i = 0; i < 3; i++) {
		cancelled = 0;
		steps_left = i;
		asm volatile("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
		EXPECT(ntparport_call(&cancelled, SYS_read, fds[0], reinterpret_cast<long>(&byte),
				      1) == -EINTR);
		EXPECT(cancelled);
	}
	close(fds[0]);
	close(fds[1]);
}
#endif

}

int main()
{
	alarm(500);
	requests_come_in_order();
	one_is_cancelled();
	cancelling_never_comes_too_early();
#ifdef __x86_64__
	cancelling_at_each_instruction();
#endif
	return bad;
}
