// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz.c - random calls of the device nodes of all sample drivers and of nodetest,
 * while these are loaded and unloaded.
 *
 *	fuzz SEED [FOLDER CALLS]
 *
 * A process for each driver loads and unloads it. Other processes, the workers, each with two
 * threads, open whatever nodes exist and make calls at random: any ioctl, length and pointer,
 * forks, memory that goes away meanwhile. They get signals, and are killed, in the middle of
 * it. Call I of worker N is the same for a seed in every run; what becomes of it depends on
 * timing.
 *
 * What takes long is rare, so that most of the time goes into calls: each file is used for a
 * hundred calls or so, only calls that block get a signal, and for some thousand calls there is
 * one fork, and one process that is killed. A call counts if it was made of an open node, or
 * opened one, and has returned.
 *
 * Ends when the file /tmp/stop exists, and prints what was done, as NAME=NUMBER. Fails if a
 * driver cannot be unloaded or a worker cannot be killed within a minute or two.
 *
 * With a FOLDER, calls are made of what has the names of nodes there, nothing is loaded, and it
 * ends after that many CALLS: that is for trying this program on files.
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
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <ntparport_ioctl.h>
#include "NodeTest.H"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define WORKERS 5
#define THREADS 2
#define FILES 4
#define CALLS_OF_A_THREAD 20000
#define CALLS_TO_A_FORK 4000
#define CALLS_TO_A_KILL 4000
#define CALLS_TO_A_SIGNAL 500
#define CALLS_OF_A_DEAD_NODE 64
#define LOOK 5000	/* microseconds between two looks at the workers */
#define LOOKS_TO_A_KILL 200
#define PATIENCE 120	/* seconds: the machine is emulated, and busy with much else */

enum { PRINTER, LISTENER, MONITOR, PIPE, NODETEST, DRIVERS };

static const char *folder = "/dev";

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
	unsigned long calls, succeeded, interrupted, opened, forks, signals, kills, workers;
	unsigned long loaded, refused, in_use;
	bool stop, failed;
	bool leave[DRIVERS];	/* whoever has a node of this driver open has to close it */
	unsigned int port[DRIVERS];	/* where the driver was loaded for */
	struct thread {
		pid_t id;		/* 0: not begun, or ended */
		unsigned long done;	/* stays what it is while a call blocks */
	} threads[WORKERS][THREADS];
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
	/* Neighbours begin far from each other. */
	state ^= state >> 31;
	state *= 0x94d049bb133111ebu;
	state ^= state >> 29;
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
/* Of both threads: either may close what the other uses. */
static struct {
	/*
	 * What is open, NOTHING if nothing is. It is exchanged as a whole: a descriptor that both
	 * threads lost sight of would keep its driver for as long as the process lives.
	 */
	struct file {
		int fd;
		unsigned int driver;
	} file;
	int dead;		/* how many more calls have found no device than have */
} files[FILES];
static const struct file NOTHING = { -1, 0 };

static struct file file_at(unsigned int i)
{
	struct file file;

	__atomic_load(&files[i].file, &file, __ATOMIC_RELAXED);
	return file;
}

/* Puts it where nothing is open; closes it if the other thread was faster. */
static int put_at(unsigned int i, struct file file)
{
	struct file expected = NOTHING;

	if (__atomic_compare_exchange(&files[i].file, &expected, &file, false, __ATOMIC_RELAXED,
				      __ATOMIC_RELAXED))
		files[i].dead = 0;
	else
		close(file.fd);
	return 0;
}

static size_t some_length(void)
{
	static const size_t odd[] = { PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 65535, 65536 };
	/* Each of these may take as long as a thousand others. */
	static const size_t huge[] = {
		NTPARPORT_MAX_LENGTH, NTPARPORT_MAX_LENGTH + 1, INT32_MAX, UINT32_MAX,
		(size_t)1 << 40, -1,
	};

	switch (below(32)) {
	case 0:
		return below(32) ? odd[below(COUNT(odd))] : huge[below(COUNT(huge))];
	case 1:
		return below(below(8) ? 2 * PAGE : ARENA);
	case 2 ... 17:
		return below(64);
	default:
		return below(8);	/* each byte takes a printer an interrupt */
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
	/* Calls of a printer take long. */
	static const unsigned char often[] = {
		PRINTER, LISTENER, MONITOR, MONITOR, MONITOR, PIPE, PIPE, PIPE, PIPE,
		NODETEST, NODETEST, NODETEST, NODETEST, NODETEST, NODETEST, NODETEST,
	};
	static const int access[] = { O_RDWR, O_RDWR, O_RDWR, O_RDWR, O_RDONLY, O_WRONLY };
	char path[200];
	unsigned int n = 0;

	*driver = often[below(COUNT(often))];
	errno = ENOENT;
	if (is_set(&shared->leave[*driver]))
		return -1;
	while (n < 3 && drivers[*driver].nodes[n + 1])
		n++;
	/* Mostly a node that exists, if the driver is loaded. */
	if (drivers[*driver].of_port)
		snprintf(path, sizeof(path), "%s/%s%u", folder, drivers[*driver].nodes[0],
			 *driver == MONITOR || !below(8) ? below(4) :
				__atomic_load_n(&shared->port[*driver], __ATOMIC_RELAXED));
	else
		snprintf(path, sizeof(path), "%s/%s", folder, drivers[*driver].nodes[below(n + 1)]);
	return open(path, access[below(COUNT(access))] | O_CLOEXEC | (below(4) ? O_NONBLOCK : 0));
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

	/* Seldom. Half of these go back to the mode that completes at once; release() does, too. */
	if (!below(256))
		control.code = IOCTL_TEST_SET_MODE;
	if (control.code == IOCTL_TEST_SET_MODE) {
		control.input = (uintptr_t)mode;
		control.input_length = sizeof(mode);
	}
	return ioctl(fd, NTPARPORT_DEVICE_CONTROL, below(64) ? &control : some_memory());
}

static int open_into(unsigned int i)
{
	struct file file;

	file.fd = open_one(&file.driver);
	if (file.fd < 0)
		return -1;
	count(&shared->opened);
	return put_at(i, file);
}

static int close_one(unsigned int i)
{
	struct file file = NOTHING;

	__atomic_exchange(&files[i].file, &file, &file, __ATOMIC_RELAXED);
	return close(file.fd);
}

static int dup_one(struct file file)
{
	file.fd = dup(file.fd);
	return file.fd < 0 ? -1 : put_at(below(FILES), file);
}

/* Exactly one call of the node, or one that duplicates or closes the file. */
static long call_one(unsigned int i, struct file file)
{
	static const unsigned long requests[] = {
		0x5401 /* TCGETS */, 0x541b /* FIONREAD */,
		0x5421 /* FIONBIO */, 0x5452 /* FIOASYNC */,
	};
	const int fd = file.fd;
	struct iovec parts[3];
	struct pollfd poll_fd = { .fd = fd, .events = random64() };
	void *memory;

	switch (below(64)) {
	case 0:
		return below(2) ? dup_one(file) : close_one(i);
	case 1:
		return fsync(fd);
	case 2:
		return poll(&poll_fd, 1, below(4));
	case 3:
		return ioctl(fd, below(2) ? random64() : requests[below(COUNT(requests))],
			     some_memory());
	case 4:
		return lseek(fd, random64(), below(5));
	case 5:
		return below(2) ? pread(fd, some_memory(), some_length(), random64()) :
				  pwrite(fd, some_memory(), some_length(), random64());
	case 6:
		return fcntl(fd, F_SETFL, below(4) ? O_NONBLOCK : 0);
	case 7:
		memory = mmap(NULL, PAGE, PROT_READ, below(2) ? MAP_SHARED : MAP_PRIVATE, fd, 0);
		return memory == MAP_FAILED ? -1 : munmap(memory, PAGE);
	case 8 ... 11:
		for (i = 0; i < 3; i++)
			parts[i] = (struct iovec) { some_memory(), some_length() };
		return below(2) ? readv(fd, parts, below(4)) : writev(fd, parts, below(4));
	case 12 ... 23:
		return read(fd, some_memory(), some_length());
	case 24 ... 35:
		return write(fd, some_memory(), some_length());
	default:
		return device_control(fd);
	}
}

static void count_call(long result)
{
	count(&shared->calls);
	if (result >= 0)
		count(&shared->succeeded);
	else if (errno == EINTR)
		count(&shared->interrupted);
}

static void one_call(void)
{
	unsigned int i = below(FILES);
	const struct file file = file_at(i);
	long result;

	if (file.fd < 0) {
		result = open_into(i);
		if (result >= 0 || (errno != ENOENT && errno != ENXIO))
			count_call(result);
		else	/* There is no such node. Whoever loads the driver needs the CPU. */
			usleep(500);
		return;
	}
	if (is_set(&shared->leave[file.driver]) || files[i].dead >= CALLS_OF_A_DEAD_NODE)
		result = close_one(i);
	else
		result = call_one(i, file);
	/* The other thread may have closed it; and what is not open for reading is not read. */
	if (result < 0 && errno == EBADF)
		return;
	count_call(result);
	if (result < 0 && errno == ENODEV)
		files[i].dead++;
	else if (files[i].dead > 0)
		files[i].dead--;
}

/*
 * The child has everything open that its parent has, and ends while calls are under way. If one
 * of its own blocks, it is killed.
 */
static void fork_and_call(void)
{
	unsigned int i;

	if (fork())
		return;
	count(&shared->forks);
	signal(SIGALRM, SIG_DFL);
	ualarm(100000, 0);
	for (i = below(30); i; i--)
		one_call();
	_exit(0);
}

/* Memory that the other thread may be using in a call. */
static void protect_some(void)
{
	int access = below(4) ? PROT_READ | PROT_WRITE : below(2) ? PROT_READ : PROT_NONE;

	mprotect(arenas[arena == arenas[0]] + ARENA / 4 + below(8) * PAGE, PAGE, access);
}

static void nothing(int signal)
{
}

static struct thread *threads;	/* of this worker */

static void thread_run(uint64_t seed, unsigned int n)
{
	unsigned int i;

	arena = arenas[n];
	__atomic_store_n(&threads[n].id, gettid(), __ATOMIC_RELAXED);
	for (i = 0; i < CALLS_OF_A_THREAD && !is_set(&shared->stop); i++) {
		start_at(seed + n, i);
		if (!below(CALLS_TO_A_FORK))
			fork_and_call();
		if (!below(256))
			protect_some();
		one_call();
		__atomic_store_n(&threads[n].done, i + 1, __ATOMIC_RELAXED);
	}
	__atomic_store_n(&threads[n].id, 0, __ATOMIC_RELAXED);
}

static void *second_run(void *seed)
{
	thread_run((uintptr_t)seed, 1);
	return NULL;
}

static void worker_run(uint64_t seed, unsigned long n)
{
	pthread_t thread;
	unsigned int i;

	threads = shared->threads[n % WORKERS];
	start_at(seed, n);
	seed = random64();
	signal(SIGCHLD, SIG_IGN);
	for (i = 0; i < FILES; i++)
		files[i].file = NOTHING;
	for (i = 0; i < THREADS; i++) {
		arenas[i] = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
				 -1, 0);
		if (arenas[i] == MAP_FAILED)
			_exit(1);
		memset(arenas[i], 0x5a, 4 * PAGE);
		mprotect(arenas[i] + ARENA - 2 * PAGE, PAGE, PROT_READ);
		mprotect(arenas[i] + ARENA - PAGE, PAGE, PROT_NONE);
	}
	if (pthread_create(&thread, NULL, second_run, (void *)(uintptr_t)seed))
		_exit(1);
	thread_run(seed, 0);
	pthread_join(thread, NULL);
	_exit(0);
}

/* A driver's loader. */

/* Requests that nodetest was told to hold would keep it, and their callers, for ever. */
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
		/* Try that often while the nodes are being opened, and then without that. */
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

/* Leaves the driver to the workers. */
static void stay(unsigned int driver, unsigned int microseconds)
{
	unsigned int n = microseconds / 50000;

	for (; n && !is_set(&shared->stop); n--) {
		usleep(50000);
		if (driver == NODETEST)
			release();
	}
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
			usleep(100000);
			continue;
		}
		count(&shared->loaded);
		/* Mostly long enough for many calls: loading takes long, too. */
		stay(driver, below(4) ? below(10000000) : 0);
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

/* A worker, as its parent sees it. */
struct worker {
	pid_t id;
	unsigned long next;	/* the number of the one that takes its place */
	struct seen {
		unsigned long done;
		unsigned int looks;
	} seen[THREADS];
};

static void start_worker(struct worker *worker, uint64_t seed)
{
	memset(worker->seen, 0, sizeof(worker->seen));
	memset(shared->threads[worker->next % WORKERS], 0, sizeof(*shared->threads));
	worker->id = start(worker_run, seed, worker->next);
	worker->next += WORKERS;
	count(&shared->workers);
}

static void kill_worker(const struct worker *worker)
{
	kill(-worker->id, SIGKILL);
	count(&shared->kills);
}

/*
 * Interrupts calls that block, and kills a process whose calls do not end by that. (After this
 * signal a call is not begun again, as it is after SIGUSR1.)
 */
static void look_at(struct worker *worker, const struct thread *thread)
{
	struct seen *seen = worker->seen;
	unsigned int i;

	for (i = 0; i < THREADS; i++, seen++, thread++) {
		unsigned long done = __atomic_load_n(&thread->done, __ATOMIC_RELAXED);
		pid_t id = __atomic_load_n(&thread->id, __ATOMIC_RELAXED);

		if (!id || done != seen->done) {
			*seen = (struct seen) { .done = done };
			continue;
		}
		if (++seen->looks % LOOKS_TO_A_KILL == 0) {
			kill_worker(worker);
			return;
		}
		syscall(SYS_tgkill, worker->id, id, SIGALRM);
	}
}

/* true: that many calls have been made since the last time. */
static bool is_due(unsigned long *next, unsigned int calls)
{
	if (__atomic_load_n(&shared->calls, __ATOMIC_RELAXED) < *next)
		return false;
	*next += calls;
	return true;
}

static void handle(int number, int flags)
{
	struct sigaction action = { .sa_handler = nothing, .sa_flags = flags };

	sigaction(number, &action, NULL);
}

int main(int argc, char **argv)
{
	unsigned long next_kill = CALLS_TO_A_KILL, next_signal = CALLS_TO_A_SIGNAL, most = -1;
	struct worker workers[WORKERS] = { 0 };
	pid_t loaders[DRIVERS];
	bool good = true;
	unsigned int i;
	uint64_t seed;

	if (argc != 2 && argc != 4)
		return 2;
	seed = strtoull(argv[1], NULL, 0);
	fprintf(stderr, "fuzz: seed %llu\n", (unsigned long long)seed);
	if (argc == 4) {
		folder = argv[2];
		most = strtoul(argv[3], NULL, 0);
	}
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (shared == MAP_FAILED) {
		perror("fuzz: mmap");
		return 1;
	}
	handle(SIGALRM, 0);
	handle(SIGUSR1, SA_RESTART);
	for (i = 0; i < DRIVERS && argc == 2; i++)
		loaders[i] = start(loader_run, seed, i);
	for (i = 0; i < WORKERS; i++) {
		workers[i].next = i;
		start_worker(&workers[i], seed);
	}
	start_at(seed, -100);
	while ((argc == 4 ? !is_due(&most, 0) : access("/tmp/stop", F_OK)) &&
	       !is_set(&shared->failed)) {
		usleep(LOOK);
		if (is_due(&next_kill, CALLS_TO_A_KILL))
			kill_worker(&workers[below(WORKERS)]);
		if (is_due(&next_signal, CALLS_TO_A_SIGNAL)) {
			kill(workers[below(WORKERS)].id, SIGUSR1);
			count(&shared->signals);
		}
		for (i = 0; i < WORKERS; i++) {
			if (waitpid(workers[i].id, NULL, WNOHANG) == 0) {
				look_at(&workers[i], shared->threads[i]);
				continue;
			}
			/* Its children may still live. */
			kill(-workers[i].id, SIGKILL);
			start_worker(&workers[i], seed);
		}
	}
	set(&shared->stop, true);
	for (i = 0; i < WORKERS; i++) {
		kill(-workers[i].id, SIGKILL);
		good &= ended(workers[i].id, seconds() + PATIENCE, "a worker");
	}
	for (i = 0; i < DRIVERS && argc == 2; i++)
		good &= ended(loaders[i], seconds() + 2 * PATIENCE, drivers[i].module);
	printf("fuzz_calls=%lu\nfuzz_calls_succeeded=%lu\nfuzz_calls_interrupted=%lu\n",
	       shared->calls, shared->succeeded, shared->interrupted);
	printf("fuzz_opened=%lu\nfuzz_forks=%lu\nfuzz_signals=%lu\nfuzz_kills=%lu\n",
	       shared->opened, shared->forks, shared->signals, shared->kills);
	printf("fuzz_workers=%lu\n", shared->workers);
	printf("samples_loaded=%lu\nsamples_refused=%lu\nsamples_in_use=%lu\n",
	       shared->loaded, shared->refused, shared->in_use);
	return !good || is_set(&shared->failed);
}
