// SPDX-License-Identifier: GPL-2.0
/// object.cc - objects with references.

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "glue/task.h"
#include "base/chain.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/references.hh"

using rt::Unique;
using Guard = RawGuard<NT_OBJECTS_LOCK>;

namespace {

/// What precedes every object in memory.
struct alignas(16) Header {
	Header *next;  // in the table, with `at`
	Header **at;
	References references;	// including those of handles
	unsigned int lent;	// of these, how many drivers took and have not given back
	const nt_object_type *type;

	static Header &of(void *object) { return static_cast<Header *>(object)[-1]; }
	static const Header &of(const void *object)
	{
		return static_cast<const Header *>(object)[-1];
	}
	void *object() { return this + 1; }
};

static_assert(sizeof(Header) == 32);

/// All objects, by their addresses. The lock is raw because drivers may look for objects at any
/// IRQL.
constexpr unsigned int table_bits = 8;
constinit Header *table[1 << table_bits] GUARDED_BY(Guard::lock);
/// How many there are.
constinit unsigned int object_count;

/// Objects are at least 16 bytes apart.
Header *&bucket_of(const void *object) REQUIRES(Guard::lock)
{
	const auto number = static_cast<unsigned int>(reinterpret_cast<ULONG_PTR>(object) / 16);

	return table[number * 0x9e3779b1u >> (32 - table_bits)];
}

Header *find_locked(const void *object) REQUIRES(Guard::lock)
{
	for (Header *header = bucket_of(object); header; header = header->next)
		if (header->object() == object)
			return header;
	return nullptr;
}

/// A task that is not a system thread, and how many references to it drivers have.
struct LentTask {
	LentTask *next = nullptr;  // in the list, with `at`
	LentTask **at = nullptr;
	task_struct *const task;
	unsigned int count = 0;

	explicit LentTask(task_struct *of) : task(of) { }
	~LentTask() = default;
	LentTask(const LentTask &) = delete;
	LentTask &operator=(const LentTask &) = delete;
};

constinit LentTask *lent_tasks GUARDED_BY(Guard::lock);

LentTask *find_task_locked(const task_struct *task) REQUIRES(Guard::lock)
{
	for (LentTask *lent = lent_tasks; lent; lent = lent->next)
		if (lent->task == task)
			return lent;
	return nullptr;
}

void lend_task(task_struct *task)
{
	Unique<LentTask> fresh(new (rt::kernel, nt_may_sleep()) LentTask(task));
	const Guard guard;
	LentTask *lent = find_task_locked(task);

	if (!lent && fresh) {
		lent = fresh.release();
		chain::push(lent_tasks, *lent);
	}
	// Without memory, the reference is never given back; nothing worse happens.
	if (lent)
		lent->count++;
}

/// False: no reference was lent.
bool take_task_back(const task_struct *task)
{
	Unique<LentTask> last;
	const Guard guard;
	LentTask *lent = find_task_locked(task);

	if (lent && !--lent->count) {
		chain::remove(*lent);
		last = Unique(lent);
	}
	return lent;
}

/// A driver gives back what it says is a reference to a thread. Returns how many are left.
LONG_PTR dereference_task(task_struct *task, Caller caller)
{
	if (!take_task_back(task)) {
		caller.complain("the driver has no reference to the thread %p", task);
		return 0;
	}
	const LONG_PTR left = static_cast<LONG_PTR>(nt_task_references(task)) - 1;
	nt_task_put(task);
	return left;
}

bool get_lent_task(task_struct *task)
{
	const Guard guard;
	const LentTask *lent = find_task_locked(task);

	if (lent)
		nt_task_get(task);
	return lent;
}

/// Takes a reference to what a driver says is a task. One that has ended is known only while a
/// driver has a reference to it, or a request is for it.
bool get_task(task_struct *task)
{
	return nt_task_get_known(task) || get_lent_task(task) || nt_task_get_of_request(task);
}

/// One section finds the object and takes the reference: perhaps nobody else keeps it. `lend`: the
/// reference is a driver's.
NTSTATUS get_known(void *object, const nt_object_type *wanted, bool lend)
{
	// To drivers, a task that is not a system thread is a thread, too.
	if (task_struct *task = nt_foreign_task(object)) {
		if (!get_task(task))
			return STATUS_INVALID_PARAMETER;
		if (wanted && wanted != nt_object_type_of(object)) {
			nt_task_put(task);
			return STATUS_OBJECT_TYPE_MISMATCH;
		}
		if (lend)
			lend_task(task);
		return STATUS_SUCCESS;
	}
	const Guard guard;
	Header *header = find_locked(object);
	if (!header)
		return STATUS_INVALID_PARAMETER;
	if (wanted && header->type != wanted)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!header->references.get_unless_none())
		return STATUS_INVALID_PARAMETER;
	header->lent += lend;
	return STATUS_SUCCESS;
}

LONG_PTR dereference(void *object, Caller caller)
{
	const nt_object_type *type = nullptr;
	LONG_PTR left = 0;
	bool lent = false;

	{
		const Guard guard;
		Header *header = find_locked(object);

		if (header) {
			type = header->type;
			lent = header->lent;
			header->lent -= lent;
			left = static_cast<LONG_PTR>(header->references.number()) - 1;
		}
	}
	if (!type)
		caller.complain("%p is not an object, or is already gone", object);
	else if (!lent)
		caller.complain("the driver has no reference to the %s %p", type->name, object);
	else
		nt_object_put(object);
	return left;
}

}

const nt_object_type *nt_task_type;
const nt_object_type *nt_process_type;
bool (*nt_task_get_of_request)(task_struct *task);
bool (*nt_task_works_for_program)(const task_struct *task);

unsigned int nt_objects() { return __atomic_load_n(&object_count, __ATOMIC_RELAXED); }

void *nt_object_alloc(const nt_object_type *type, size_t size)
{
	auto *header = static_cast<Header *>(glue_alloc(sizeof(Header) + size));

	if (!header)
		return nullptr;
	header->references.set(1);
	header->type = type;
	__atomic_fetch_add(&object_count, 1, __ATOMIC_RELAXED);
	const Guard guard;
	chain::push(bucket_of(header->object()), *header);
	return header->object();
}

void nt_object_free(void *object)
{
	Header &header = Header::of(object);

	{
		const Guard guard;

		chain::remove(header);
	}
	glue_free(&header);
	__atomic_fetch_sub(&object_count, 1, __ATOMIC_RELAXED);
}

const nt_object_type *nt_object_type_of(const void *object)
{
	if (nt_foreign_task(object))
		return nt_process(object) ? nt_process_type : nt_task_type;
	return Header::of(object).type;
}

bool nt_object_known(const void *object, const nt_object_type *type)
{
	const Guard guard;
	const Header *header = find_locked(object);

	return header && (!type || header->type == type);
}

// Our own references

void nt_object_get(void *object)
{
	if (task_struct *task = nt_foreign_task(object))
		nt_task_get(task);
	else
		Header::of(object).references.get();
}

bool nt_object_get_unless_gone(void *object)
{
	return Header::of(object).references.get_unless_none();
}

unsigned int nt_object_references(const void *object)
{
	return Header::of(object).references.number();
}

void nt_object_revive(void *object) { Header::of(object).references.set(1); }

bool nt_object_put(void *object)
{
	if (task_struct *task = nt_foreign_task(object)) {
		nt_task_put(task);
		return false;
	}
	Header &header = Header::of(object);
	if (!header.references.put())
		return false;
	if (header.type->release) {
		header.type->release(object);
		return true;
	}
	if (header.type->destroy)
		header.type->destroy(object);
	nt_object_free(object);
	return true;
}

// Drivers' references

void nt_object_lend(void *object)
{
	if (task_struct *task = nt_foreign_task(object)) {
		lend_task(task);
		return;
	}
	const Guard guard;
	Header::of(object).lent++;
}

NTSTATUS nt_object_get_known(void *object, const nt_object_type *wanted)
{
	return get_known(object, wanted, false);
}

NTSTATUS nt_object_reference(void *object, const nt_object_type *wanted)
{
	return get_known(object, wanted, true);
}

LONG_PTR NTAPI ObfReferenceObject(PVOID object)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return 0;
	if (NT_SUCCESS(nt_object_reference(object, nullptr))) {
		const task_struct *task = nt_foreign_task(object);

		return task ? nt_task_references(task) : nt_object_references(object);
	}
	Caller().complain("%p is not an object, or is already gone", object);
	return 0;
}

static LONG_PTR give_back(void *object, Caller caller)
{
	task_struct *task = nt_foreign_task(object);

	return task ? dereference_task(task, caller) : dereference(object, caller);
}

void nt_object_give_back(void *object, Caller caller) { give_back(object, caller); }

LONG_PTR NTAPI ObfDereferenceObject(PVOID object)
{
	const Caller caller;

	return irql_ok(DISPATCH_LEVEL, caller) ? give_back(object, caller) : 0;
}
