// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz.c - random calls of the device nodes of all sample drivers and of nodetest,
 * while these are loaded and unloaded.
 *
 *	fuzz SEED
 *
 * A process for each driver loads and unloads it. Other processes, the workers, each with two
 * threads, open whatever nodes exist and make calls at random: any ioctl, length and pointer,
 * forks, memory that goes away meanwhile. They get signals, and are killed, in the middle of
 * it. Worker N of a seed makes the same calls in every run; what becomes of them depends on
 * timing.
 *
 * Ends when the file /tmp/stop exists, and prints what was done, as NAME=NUMBER. Fails if a
 * driver cannot be unloaded or a worker cannot be killed within a minute or two.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <ntparport_ioctl.h>
#include "NodeTest.H"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define WORKERS 5
#define FILES 4
#define CALLS_OF_A_WORKER 3000
#define PATIENCE 120	/* seconds: the machine is emulated, and busy with much else */

enum { PRINTER, LISTENER, MONITOR, PIPE, NODETEST, DRIVERS };

/* A kernel module, and how the names of its nodes begin. */
static const struct {
	const char *module, *file, *nodes[4];
	bool of_port;		/* the nodes end in a number */
} drivers[DRIVERS] = {
	{ "ntparport_printer", "/modules/ntparport_printer.ko", { "ntprinter" }, true },
	{ "ntparport_listener", "/modules/ntparport_listener.ko", { "ntlistener" }, true },
	{ "ntparport_monitor", "/modules/ntparport_monitor.ko", { "ntmonitor" }, true },
	{ "ntparport_pipe", "/modules/ntparport_pipe.ko", { "ntpipe" }, false },
	{ "nodetest", "/modules/nodetest.ko",
	  { "nttest-buffered", "nttest-direct", "nttest-neither", "nttest-exclusive" }, false },
};

/* Shared by all processes. */
struct shared {
	unsigned long calls, succeeded, opened, forks, signals, kills, workers;
	unsigned long loaded, refused, in_use;
	bool stop, failed;
	bool leave[DRIVERS];	/* whoever has a node of this driver open has to close it */
	unsigned int port[DRIVERS];	/* where the driver was loaded for */
};

static struct shared *shared;

static void count(unsigned long *what)
{
	__atomic_fetch_add(what, 1, __ATOMIC_RELAXED);
}

static bool is_set(const bool *what)
{
	return __atomic_load_n(what, __ATOMIC_RELAXED);
}

static void set(bool *what, bool value)
{
	__atomic_store_n(what, value, __ATOMIC_RELAXED);
}

static time_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* Random numbers, by George Marsaglia's xorshift; each thread has its own. */
static __thread uint64_t state;

static void start_at(uint64_t seed, uint64_t n)
{
	state = (seed + 1) * 0x9e3779b97f4a7c15u ^ (n + 1) * 0xbf58476d1ce4e5b9u;
	state += !state;
}

static uint64_t random64(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1du;
}

static unsigned int below(unsigned int limit)
{
	return (random64() >> 32) % limit;
}

/* A worker. */

#define ARENA (128 << 10)
#define PAGE 4096

/*
 * A thread's own memory: if two threads did something to the same bytes at once, that race
 * would be their own. The last page cannot be accessed, the one before it is constant; and the
 * other thread takes away what is in the middle.
 */
static char *arenas[2];
static __thread char *arena;
static struct {
	int fd;
	unsigned int driver;
} files[FILES];			/* of both threads: either may close what the other uses */

static size_t some_length(void)
{
	static const size_t odd[] = {
		PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 65535, 65536, NTPARPORT_MAX_LENGTH,
		NTPARPORT_MAX_LENGTH + 1, INT32_MAX, UINT32_MAX, (size_t)1 << 40, -1,
	};

	switch (below(8)) {
	case 0:
		return odd[below(COUNT(odd))];
	case 1:
		return below(ARENA);
	default:
		return below(64);
	}
}

static void *some_memory(void)
{
	switch (below(16)) {
	case 0: {
		static void *const bad[] = {
			NULL, (void *)1, (void *)PAGE, (void *)-1, (void *)-PAGE,
			(void *)0xffffffff81000000, (void *)0xffff888000000000,
			(void *)0x00007ffffffff000, (void *)0x8000000000000000,
		};

		return bad[below(COUNT(bad))];
	}
	case 1:		/* into constant memory, and into memory that does not exist */
		return arena + ARENA - below(2 * PAGE);
	case 2:
		return (void *)random64();
	default:
		return arena + below(ARENA / 2);
	}
}

static int open_one(unsigned int *driver)
{
	static const int access[] = { O_RDWR, O_RDWR, O_RDONLY, O_WRONLY };
	char path[40];
	unsigned int n = 0;

	*driver = below(DRIVERS);
	errno = ENOENT;
	if (is_set(&shared->leave[*driver]))
		return -1;
	while (n < 3 && drivers[*driver].nodes[n + 1])
		n++;
	/* Mostly a node that exists, if the driver is loaded. */
	if (drivers[*driver].of_port)
		snprintf(path, sizeof(path), "/dev/%s%u", drivers[*driver].nodes[0],
			 *driver == MONITOR || !below(8) ? below(4) :
				__atomic_load_n(&shared->port[*driver], __ATOMIC_RELAXED));
	else
		snprintf(path, sizeof(path), "/dev/%s", drivers[*driver].nodes[below(n + 1)]);
	return open(path, access[below(4)] | O_CLOEXEC | (below(2) ? O_NONBLOCK : 0));
}

static uint32_t some_code(void)
{
	uint32_t code;

	switch (below(8)) {
	case 0:
		return random64();
	case 1:		/* control codes of ports */
		return 0x160000 | below(0x1000);
	case 2:
		return 0x222000 | below(16);
	default:
		code = TEST_CODE(below(16), below(4), below(4));
		/* This call can be ended only by what it waits for, not even by cancellation. */
		if ((code & 0x3ffc) == (IOCTL_TEST_WAIT & 0x3ffc))
			return IOCTL_TEST_RELEASE;
		return code;
	}
}

static long device_control(int fd)
{
	static const uint32_t statuses[] = { 0, 1, 64, 0xc0000001, 0x80000005, 0xc0000011, ~0u };
	uint32_t mode[2] = {
		below(2) ? TEST_TRANSFER : below(8), statuses[below(COUNT(statuses))],
	};
	struct ntparport_device_control control = {
		.code = some_code(),
		.reserved = !below(64),
		.input = (uintptr_t)some_memory(),
		.input_length = some_length(),
		.output = (uintptr_t)some_memory(),
		.output_length = some_length(),
	};

	/* Seldom, and mostly back to the mode that completes at once. */
	if (control.code == IOCTL_TEST_SET_MODE) {
		control.input = (uintptr_t)mode;
		control.input_length = sizeof(mode);
	}
	return ioctl(fd, NTPARPORT_DEVICE_CONTROL, below(64) ? &control : some_memory());
}

static long one_call(unsigned int depth);

/* The child has everything open that its parent has, and ends while calls are under way. */
static long fork_and_call(unsigned int depth)
{
	pid_t child;
	unsigned int i;

	if (depth)
		return -1;
	child = fork();
	if (child)
		return child;
	count(&shared->forks);
	for (i = below(30); i; i--)
		one_call(depth + 1);
	_exit(0);
}

static long close_one(unsigned int i)
{
	int fd = files[i].fd;

	files[i].fd = -1;
	return fd < 0 ? -1 : close(fd);
}

static long one_call(unsigned int depth)
{
	static const unsigned long requests[] = {
		0x5401 /* TCGETS */, 0x541b /* FIONREAD */,
		0x5421 /* FIONBIO */, 0x5452 /* FIOASYNC */,
	};
	unsigned int i = below(FILES);
	int fd = files[i].fd;
	struct iovec parts[3];
	struct pollfd poll_fd = { .fd = fd, .events = random64() };

	if (fd >= 0 && is_set(&shared->leave[files[i].driver]))
		return close_one(i);
	if (fd < 0) {
		unsigned int driver;

		fd = open_one(&driver);
		/* What finds no node is no call. */
		if (fd >= 0 || (errno != ENOENT && errno != ENXIO))
			count(&shared->calls);
		if (fd < 0) {
			/* Whoever loads the driver needs the CPU. */
			usleep(500);
			return -1;
		}
		count(&shared->opened);
		files[i].driver = driver;
		files[i].fd = fd;
		return 0;
	}
	count(&shared->calls);
	switch (below(64)) {
	case 0:
	case 1:
		return close_one(i);
	case 2:
		return fsync(fd);
	case 3:
		return poll(&poll_fd, 1, below(4));
	case 4:
		return ioctl(fd, below(2) ? random64() : requests[below(COUNT(requests))],
			     some_memory());
	case 5:
		return lseek(fd, random64(), below(5));
	case 6:
		return below(2) ? pread(fd, some_memory(), some_length(), random64()) :
				  pwrite(fd, some_memory(), some_length(), random64());
	case 7:
		return fcntl(fd, F_SETFL, below(2) ? O_NONBLOCK : 0);
	case 8:
		i = below(4) ? PROT_READ | PROT_WRITE : below(2) ? PROT_READ : PROT_NONE;
		return mprotect(arenas[arena == arenas[0]] + ARENA / 4 + below(8) * PAGE, PAGE, i);
	case 9: {
		void *memory = mmap(NULL, PAGE, PROT_READ, below(2) ? MAP_SHARED : MAP_PRIVATE,
				    fd, 0);

		return memory == MAP_FAILED ? -1 : munmap(memory, PAGE);
	}
	case 10:
		return below(16) ? -1 : fork_and_call(depth);
	case 11 ... 14:
		for (i = 0; i < 3; i++)
			parts[i] = (struct iovec) { some_memory(), some_length() };
		return below(2) ? readv(fd, parts, below(4)) : writev(fd, parts, below(4));
	case 15 ... 26:
		return read(fd, some_memory(), some_length());
	case 27 ... 38:
		return write(fd, some_memory(), some_length());
	default:
		return device_control(fd);
	}
}

static void nothing(int signal)
{
}

static void thread_run(uint64_t seed, unsigned int n)
{
	unsigned int i;

	arena = arenas[n];
	start_at(seed, n);
	for (i = 0; i < CALLS_OF_A_WORKER && !is_set(&shared->stop); i++) {
		if (one_call(0) >= 0)
			count(&shared->succeeded);
	}
}

static void *second_run(void *seed)
{
	thread_run((uintptr_t)seed, 1);
	return NULL;
}

static void worker_run(uint64_t seed, unsigned long n)
{
	/*
	 * This ends calls that block: they are interrupted, or restarted only to be interrupted
	 * again.
	 */
	const struct itimerval often = { { 0, 4000 }, { 0, 4000 } };
	struct sigaction action = { .sa_handler = nothing };
	pthread_t thread;
	unsigned int i;

	start_at(seed, n);
	if (below(4) == 0)
		action.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	signal(SIGCHLD, SIG_IGN);
	for (i = 0; i < FILES; i++)
		files[i].fd = -1;
	for (i = 0; i < 2; i++) {
		arenas[i] = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
				 -1, 0);
		if (arenas[i] == MAP_FAILED)
			_exit(1);
		memset(arenas[i], 0x5a, 4 * PAGE);
		mprotect(arenas[i] + ARENA - 2 * PAGE, PAGE, PROT_READ);
		mprotect(arenas[i] + ARENA - PAGE, PAGE, PROT_NONE);
	}
	setitimer(ITIMER_REAL, &often, NULL);
	if (pthread_create(&thread, NULL, second_run, (void *)(uintptr_t)random64()))
		_exit(1);
	thread_run(random64(), 0);
	pthread_join(thread, NULL);
	_exit(0);
}

/* A driver's loader. */

/* Requests that nodetest was told to hold would keep it for ever. */
static void release(void)
{
	uint32_t mode[2] = { TEST_TRANSFER, 0 };
	struct ntparport_device_control control = {
		.code = IOCTL_TEST_SET_MODE, .input = (uintptr_t)mode, .input_length = sizeof(mode),
	};
	int fd = open("/dev/nttest-buffered", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	ioctl(fd, NTPARPORT_DEVICE_CONTROL, &control);
	control.code = IOCTL_TEST_RELEASE;
	control.input_length = 0;
	ioctl(fd, NTPARPORT_DEVICE_CONTROL, &control);
	close(fd);
}

static bool unload(unsigned int driver)
{
	time_t deadline = seconds() + PATIENCE;
	unsigned int tries = 0;

	while (syscall(SYS_delete_module, drivers[driver].module, O_NONBLOCK)) {
		/* EINTR comes when the machine falls asleep. */
		if (errno != EAGAIN && errno != EBUSY && errno != EINTR) {
			fprintf(stderr, "fuzz: %s stays: %s\n", drivers[driver].module,
				strerror(errno));
			return false;
		}
		count(&shared->in_use);
		/* Try so often while the nodes are being opened, and then without that. */
		if (++tries > 20)
			set(&shared->leave[driver], true);
		if (driver == NODETEST)
			release();
		if (seconds() > deadline) {
			fprintf(stderr, "fuzz: %s is in use for ever\n", drivers[driver].module);
			return false;
		}
		usleep(tries > 20 ? 5000 : 500);
	}
	set(&shared->leave[driver], false);
	return true;
}

static void loader_run(uint64_t seed, unsigned long driver)
{
	int file = open(drivers[driver].file, O_RDONLY | O_CLOEXEC);
	char parameter[40];

	if (file < 0) {
		perror(drivers[driver].file);
		_exit(1);
	}
	start_at(seed, -1 - (uint64_t)driver);
	while (!is_set(&shared->stop)) {
		parameter[0] = '\0';
		if (drivers[driver].of_port && driver != MONITOR) {
			__atomic_store_n(&shared->port[driver], below(4), __ATOMIC_RELAXED);
			snprintf(parameter, sizeof(parameter), "Parameters=Port=dword:%u",
				 shared->port[driver]);
		}
		if (syscall(SYS_finit_module, file, parameter, 0)) {
			/* The port may be gone at the moment. */
			count(&shared->refused);
			usleep(20000);
			continue;
		}
		count(&shared->loaded);
		/* Mostly long enough for many calls: loading takes long, too. */
		usleep(below(4) ? below(6000000) : 0);
		if (!unload(driver)) {
			set(&shared->failed, true);
			_exit(1);
		}
	}
	_exit(0);
}

/* The parent of all processes. */

static pid_t start(void (*run)(uint64_t seed, unsigned long n), uint64_t seed, unsigned long n)
{
	pid_t child = fork();

	if (child < 0) {
		perror("fuzz: fork");
		exit(1);
	}
	if (!child) {
		/* In a process group of its own, so that its children end with it. */
		setpgid(0, 0);
		run(seed, n);
	}
	setpgid(child, child);
	return child;
}

static bool ended(pid_t child, time_t deadline, const char *what)
{
	while (waitpid(child, NULL, WNOHANG) == 0) {
		if (seconds() > deadline) {
			fprintf(stderr, "fuzz: %s, process %d, does not end\n", what, child);
			return false;
		}
		usleep(10000);
	}
	return true;
}

int main(int argc, char **argv)
{
	pid_t workers[WORKERS], loaders[DRIVERS];
	unsigned long next = 0;
	bool good = true;
	unsigned int i;
	uint64_t seed;

	if (argc != 2)
		return 2;
	seed = strtoull(argv[1], NULL, 0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (shared == MAP_FAILED) {
		perror("fuzz: mmap");
		return 1;
	}
	for (i = 0; i < DRIVERS; i++)
		loaders[i] = start(loader_run, seed, i);
	for (i = 0; i < WORKERS; i++)
		workers[i] = start(worker_run, seed, next++);
	start_at(seed, -100);
	while (access("/tmp/stop", F_OK) && !is_set(&shared->failed)) {
		usleep(3000);
		i = below(WORKERS);
		switch (below(16)) {
		case 0:
			kill(-workers[i], SIGKILL);
			count(&shared->kills);
			break;
		case 1 ... 4:
			kill(workers[i], SIGUSR1);
			count(&shared->signals);
			break;
		}
		for (i = 0; i < WORKERS; i++) {
			if (waitpid(workers[i], NULL, WNOHANG) == 0)
				continue;
			/* Its children may still live. */
			kill(-workers[i], SIGKILL);
			workers[i] = start(worker_run, seed, next++);
			count(&shared->workers);
		}
	}
	set(&shared->stop, true);
	for (i = 0; i < WORKERS; i++) {
		kill(-workers[i], SIGKILL);
		good &= ended(workers[i], seconds() + PATIENCE, "a worker");
	}
	for (i = 0; i < DRIVERS; i++)
		good &= ended(loaders[i], seconds() + 2 * PATIENCE, drivers[i].module);
	printf("fuzz_calls=%lu\nfuzz_calls_succeeded=%lu\nfuzz_opened=%lu\nfuzz_forks=%lu\n",
	       shared->calls, shared->succeeded, shared->opened, shared->forks);
	printf("fuzz_signals=%lu\nfuzz_kills=%lu\nfuzz_workers=%lu\n",
	       shared->signals, shared->kills, shared->workers);
	printf("samples_loaded=%lu\nsamples_refused=%lu\nsamples_in_use=%lu\n",
	       shared->loaded, shared->refused, shared->in_use);
	return !good || is_set(&shared->failed);
}
