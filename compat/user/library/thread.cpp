// SPDX-License-Identifier: GPL-2.0 OR MIT
/// thread.cpp - threads by pthreads, mutexes, semaphores, critical sections.

#include <csetjmp>
#include <cstdlib>
#include <new>
#include <pthread.h>
#include <unistd.h>
#include <vector>

#include "library/thread.hpp"

namespace nt {

namespace {

/// What a thread is to this library, and the mutexes that it has.
struct Local {
	std::shared_ptr<Thread> thread;
	std::vector<std::shared_ptr<Mutex>> owned;
	jmp_buf *end = nullptr;

	Local() = default;
	Local(const Local &) = delete;
	Local &operator=(const Local &) = delete;

	/// It ends, however it does.
	~Local()
	{
		const Lock lock(objects_mutex());

		for (const auto &mutex : owned) {
			mutex->owner = 0;
			mutex->depth = 0;
			mutex->abandoned = true;
		}
		objects_changed().notify_all();
		if (!thread)
			return;
		if (thread->code == STILL_ACTIVE)
			thread->code = 0;
		signal_locked(*thread);
	}
};

thread_local Local local;

void *run_thread(void *argument)
{
	const std::unique_ptr<std::shared_ptr<Thread>> reference(
		static_cast<std::shared_ptr<Thread> *>(argument));
	Thread &thread = **reference;
	jmp_buf end;

	local.thread = *reference;
	{
		Lock lock(objects_mutex());

		thread.id = GetCurrentThreadId();
		objects_changed().notify_all();
		while (thread.suspended)
			objects_changed().wait(lock);
		thread.started = true;
	}
	local.end = &end;
	DWORD code = local.thread->code;
	if (!setjmp(end)) {
		code = thread.routine(thread.argument);
		const Lock lock(objects_mutex());

		local.thread->code = code;
	}
	return nullptr;
}

/// Starts it, and returns when it has its number.
bool start(const std::shared_ptr<Thread> &thread, SIZE_T stack)
{
	auto *const reference = new (std::nothrow) std::shared_ptr<Thread>(thread);
	pthread_attr_t attributes;
	pthread_t id;

	if (!reference)
		return false;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	// What is called on Linux may need more than what Windows needs.
	if (stack > size_t{ 1 } << 20)
		pthread_attr_setstacksize(&attributes, (stack + 0xffff) & ~SIZE_T{ 0xffff });
	const int error = pthread_create(&id, &attributes, run_thread, reference);
	pthread_attr_destroy(&attributes);
	if (error) {
		delete reference;
		return false;
	}
	Lock lock(objects_mutex());
	while (!thread->id)
		objects_changed().wait(lock);
	return true;
}

/// A handle for a new object of that kind; nullptr if it has a name, or there is no memory.
template <typename Kind, typename Prepare>
HANDLE create(bool named, Prepare prepare)
{
	if (named) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return nullptr;
	}
	try {
		const auto object = std::make_shared<Kind>();

		prepare(*object);
		const HANDLE handle = handle_for(object);
		if (handle)
			SetLastError(ERROR_SUCCESS);
		return handle;
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
}

pthread_mutex_t *lock_of(LPCRITICAL_SECTION section)
{
	return static_cast<pthread_mutex_t *>(section->DebugInfo);
}

}

bool Mutex::take(DWORD thread)
{
	const bool was_abandoned = abandoned;

	abandoned = false;
	if (!depth++)
		local.owned.push_back(shared_from_this());
	owner = thread;
	return was_abandoned;
}

ObjectRef current_thread()
{
	if (!local.thread) {
		local.thread = std::make_shared<Thread>();
		local.thread->id = GetCurrentThreadId();
		local.thread->started = true;
	}
	return local.thread;
}

}

using namespace nt;

extern "C" {

HANDLE CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T stack, LPTHREAD_START_ROUTINE routine,
		    LPVOID argument, DWORD flags, LPDWORD id)
{
	try {
		const auto thread = std::make_shared<Thread>();

		thread->routine = routine;
		thread->argument = argument;
		thread->suspended = flags & CREATE_SUSPENDED ? 1 : 0;
		// First, so that it cannot be missing once the thread runs.
		const HANDLE handle = handle_for(thread);
		if (!handle)
			return nullptr;
		if (!start(thread, stack)) {
			forget(handle);
			SetLastError(ERROR_NOT_ENOUGH_MEMORY);
			return nullptr;
		}
		if (id)
			*id = thread->id;
		return handle;
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
}

VOID ExitThread(DWORD code)
{
	current_thread();
	{
		const Lock lock(objects_mutex());

		local.thread->code = code;
	}
	// As there, nothing of what is on the stack is destroyed.
	if (local.end)
		longjmp(*local.end, 1);
	pthread_exit(nullptr);
}

BOOL GetExitCodeThread(HANDLE handle, LPDWORD code)
{
	const auto thread = kind_of(handle, &Object::thread);

	if (!thread)
		return FALSE;
	if (!code)
		return fail(ERROR_INVALID_PARAMETER);
	const Lock lock(objects_mutex());
	*code = thread->signaled ? thread->code : STILL_ACTIVE;
	return TRUE;
}

DWORD SuspendThread(HANDLE handle)
{
	const auto thread = kind_of(handle, &Object::thread);

	if (!thread)
		return 0xffffffff;
	const Lock lock(objects_mutex());
	if (thread->started) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return 0xffffffff;
	}
	return thread->suspended++;
}

DWORD ResumeThread(HANDLE handle)
{
	const auto thread = kind_of(handle, &Object::thread);

	if (!thread)
		return 0xffffffff;
	const Lock lock(objects_mutex());
	const DWORD before = thread->suspended;
	if (before)
		thread->suspended--;
	objects_changed().notify_all();
	return before;
}

BOOL TerminateThread(HANDLE handle, DWORD)
{
	return kind_of(handle, &Object::thread) && fail(ERROR_NOT_SUPPORTED);
}

BOOL SetThreadPriority(HANDLE handle, int priority)
{
	const auto thread = kind_of(handle, &Object::thread);

	if (!thread)
		return FALSE;
	if ((priority < THREAD_PRIORITY_LOWEST || priority > THREAD_PRIORITY_HIGHEST) &&
	    priority != THREAD_PRIORITY_IDLE && priority != THREAD_PRIORITY_TIME_CRITICAL)
		return fail(ERROR_INVALID_PARAMETER);
	const Lock lock(objects_mutex());
	thread->priority = priority;
	return TRUE;
}

int GetThreadPriority(HANDLE handle)
{
	const auto thread = kind_of(handle, &Object::thread);

	if (!thread)
		return THREAD_PRIORITY_ERROR_RETURN;
	const Lock lock(objects_mutex());
	return thread->priority;
}

HANDLE GetCurrentThread(void) { return this_thread; }
HANDLE GetCurrentProcess(void) { return this_process; }

BOOL DuplicateHandle(HANDLE source, HANDLE handle, HANDLE target, LPHANDLE copy, DWORD, BOOL,
		     DWORD options)
{
	if (source != this_process || target != this_process)
		return fail(ERROR_INVALID_HANDLE);
	const ObjectRef object = object_of(handle);
	if (!object)
		return FALSE;
	// A file ends when its handle is closed: there must be no second one.
	if (object->file() && !(options & DUPLICATE_CLOSE_SOURCE))
		return fail(ERROR_NOT_SUPPORTED);
	const HANDLE made = copy ? handle_for(object) : nullptr;
	if (copy && !made)
		return FALSE;
	if (options & DUPLICATE_CLOSE_SOURCE)
		forget(handle);
	if (copy)
		*copy = made;
	return TRUE;
}

static DWORD priority_class = NORMAL_PRIORITY_CLASS;

BOOL SetPriorityClass(HANDLE process, DWORD priority)
{
	if (process != this_process)
		return fail(ERROR_INVALID_HANDLE);
	__atomic_store_n(&priority_class, priority, __ATOMIC_RELAXED);
	return TRUE;
}

DWORD GetPriorityClass(HANDLE process)
{
	if (process != this_process)
		return fail(ERROR_INVALID_HANDLE);
	return __atomic_load_n(&priority_class, __ATOMIC_RELAXED);
}

namespace {

/// The routine and the argument of _beginthread().
struct Begin {
	void (*start)(void *);
	void *argument;
};

DWORD begin(LPVOID argument)
{
	const std::unique_ptr<Begin> begin(static_cast<Begin *>(argument));

	begin->start(begin->argument);
	return 0;
}

}

uintptr_t _beginthread(void (*routine)(void *), unsigned int stack, void *argument)
{
	std::unique_ptr<Begin> begin_with(new (std::nothrow) Begin{ routine, argument });
	const HANDLE thread =
		begin_with ? CreateThread(nullptr, stack, begin, begin_with.get(), 0, nullptr) :
			     nullptr;

	if (!thread)
		return static_cast<uintptr_t>(-1);
	static_cast<void>(begin_with.release());
	// It is closed when the thread has ended, and nobody may use it any more.
	forget(thread);
	return reinterpret_cast<uintptr_t>(thread);
}

uintptr_t _beginthreadex(void *, unsigned int stack, unsigned int (*routine)(void *),
			 void *argument, unsigned int flags, unsigned int *id)
{
	return reinterpret_cast<uintptr_t>(
		CreateThread(nullptr, stack, routine, argument, flags, id));
}

void _endthread(void) { ExitThread(0); }
void _endthreadex(unsigned int code) { ExitThread(code); }

HANDLE CreateMutexA(LPSECURITY_ATTRIBUTES, BOOL owned, LPCSTR name)
{
	return create<Mutex>(name, [owned](Mutex &mutex) {
		const Lock lock(objects_mutex());

		if (owned)
			mutex.take(GetCurrentThreadId());
	});
}

HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES attributes, BOOL owned, LPCWSTR name)
{
	return CreateMutexA(attributes, owned, name ? "" : nullptr);
}

BOOL ReleaseMutex(HANDLE handle)
{
	const auto mutex = kind_of(handle, &Object::mutex);

	if (!mutex)
		return FALSE;
	const Lock lock(objects_mutex());
	if (mutex->owner != GetCurrentThreadId())
		return fail(ERROR_NOT_OWNER);
	if (--mutex->depth)
		return TRUE;
	mutex->owner = 0;
	for (auto &owned : local.owned)
		if (owned == mutex) {
			owned.swap(local.owned.back());
			local.owned.pop_back();
			break;
		}
	objects_changed().notify_all();
	return TRUE;
}

HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES, LONG count, LONG most, LPCSTR name)
{
	if (count < 0 || most < 1 || count > most) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return nullptr;
	}
	return create<Semaphore>(name, [count, most](Semaphore &semaphore) {
		semaphore.count = count;
		semaphore.most = most;
	});
}

HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES attributes, LONG count, LONG most, LPCWSTR name)
{
	return CreateSemaphoreA(attributes, count, most, name ? "" : nullptr);
}

BOOL ReleaseSemaphore(HANDLE handle, LONG count, PLONG previous)
{
	const auto semaphore = kind_of(handle, &Object::semaphore);

	if (!semaphore)
		return FALSE;
	if (count < 1)
		return fail(ERROR_INVALID_PARAMETER);
	const Lock lock(objects_mutex());
	if (count > semaphore->most - semaphore->count)
		return fail(ERROR_TOO_MANY_POSTS);
	if (previous)
		*previous = semaphore->count;
	semaphore->count += count;
	objects_changed().notify_all();
	return TRUE;
}

VOID InitializeCriticalSection(LPCRITICAL_SECTION section)
{
	auto *const lock = static_cast<pthread_mutex_t *>(malloc(sizeof(pthread_mutex_t)));
	pthread_mutexattr_t attributes;

	// As there, it cannot fail.
	if (!lock)
		abort();
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
	*section = RTL_CRITICAL_SECTION{};
	section->DebugInfo = lock;
	section->LockCount = -1;
}

BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD)
{
	InitializeCriticalSection(section);
	return TRUE;
}

VOID EnterCriticalSection(LPCRITICAL_SECTION section)
{
	pthread_mutex_lock(lock_of(section));
	section->RecursionCount++;
	section->OwningThread = reinterpret_cast<HANDLE>(uintptr_t{ GetCurrentThreadId() });
}

BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section)
{
	if (pthread_mutex_trylock(lock_of(section)))
		return FALSE;
	section->RecursionCount++;
	section->OwningThread = reinterpret_cast<HANDLE>(uintptr_t{ GetCurrentThreadId() });
	return TRUE;
}

VOID LeaveCriticalSection(LPCRITICAL_SECTION section)
{
	if (!--section->RecursionCount)
		section->OwningThread = nullptr;
	pthread_mutex_unlock(lock_of(section));
}

VOID DeleteCriticalSection(LPCRITICAL_SECTION section)
{
	pthread_mutex_destroy(lock_of(section));
	free(section->DebugInfo);
	section->DebugInfo = nullptr;
}

DWORD TlsAlloc(void)
{
	pthread_key_t key;

	if (!pthread_key_create(&key, nullptr))
		return key;
	SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return TLS_OUT_OF_INDEXES;
}

LPVOID TlsGetValue(DWORD index)
{
	SetLastError(ERROR_SUCCESS);
	return pthread_getspecific(index);
}

BOOL TlsSetValue(DWORD index, LPVOID value)
{
	return !pthread_setspecific(index, value) || fail(ERROR_INVALID_PARAMETER);
}

BOOL TlsFree(DWORD index) { return !pthread_key_delete(index) || fail(ERROR_INVALID_PARAMETER); }
}
