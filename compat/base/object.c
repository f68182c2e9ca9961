// SPDX-License-Identifier: GPL-2.0
/* object.c - objects with references. */

#include <linux/export.h>
#include <linux/hashtable.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/object.h"

/* All objects. Raw, as any driver may look for one anywhere. */
static DEFINE_HASHTABLE(objects, 8);
static DEFINE_RAW_SPINLOCK(objects_lock);

static atomic_t count;
const struct nt_object_type *nt_task_type;

void *nt_object_alloc(const struct nt_object_type *type, size_t size)
{
	struct nt_object *header = kzalloc(sizeof(*header) + size, GFP_KERNEL);
	unsigned long flags;

	if (!header)
		return NULL;
	refcount_set(&header->references, 1);
	header->type = type;
	atomic_inc(&count);
	raw_spin_lock_irqsave(&objects_lock, flags);
	hash_add(objects, &header->link, (unsigned long)(header + 1));
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	return header + 1;
}

void nt_object_free(void *object)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&objects_lock, flags);
	hash_del(&nt_object_of(object)->link);
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	kfree(nt_object_of(object));
	atomic_dec(&count);
}

unsigned int nt_objects(void)
{
	return atomic_read(&count);
}

static struct nt_object *find_locked(const void *object)
{
	struct nt_object *header;

	hash_for_each_possible(objects, header, link, (unsigned long)object)
		if (header + 1 == object)
			return header;
	return NULL;
}

bool nt_object_known(const void *object, const struct nt_object_type *type)
{
	struct nt_object *header;
	unsigned long flags;
	bool known;

	raw_spin_lock_irqsave(&objects_lock, flags);
	header = find_locked(object);
	known = header && (!type || header->type == type);
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	return known;
}

/* Our own references */

void nt_object_get(void *object)
{
	struct task_struct *task = nt_foreign_task(object);

	if (task)
		get_task_struct(task);
	else
		refcount_inc(&nt_object_of(object)->references);
}
EXPORT_SYMBOL_GPL(nt_object_get);

bool nt_object_put(void *object)
{
	struct task_struct *task = nt_foreign_task(object);
	struct nt_object *header;

	if (task) {
		put_task_struct(task);
		return false;
	}
	header = nt_object_of(object);
	if (!refcount_dec_and_test(&header->references))
		return false;
	if (header->type->release) {
		header->type->release(object);
		return true;
	}
	if (header->type->destroy)
		header->type->destroy(object);
	nt_object_free(object);
	return true;
}
EXPORT_SYMBOL_GPL(nt_object_put);

bool nt_object_get_unless_gone(void *object)
{
	return refcount_inc_not_zero(&nt_object_of(object)->references);
}

void nt_object_revive(void *object)
{
	refcount_set(&nt_object_of(object)->references, 1);
}

unsigned int nt_object_references(const void *object)
{
	return refcount_read(&((const struct nt_object *)object - 1)->references);
}

/* Those of drivers */

/* Any other task that drivers have references to, and how many. */
struct lent_task {
	struct list_head link;
	struct task_struct *task;
	unsigned int count;
};

static LIST_HEAD(lent_tasks);

static struct lent_task *find_task_locked(const struct task_struct *task)
{
	struct lent_task *lent;

	list_for_each_entry(lent, &lent_tasks, link)
		if (lent->task == task)
			return lent;
	return NULL;
}

static void lend_task(struct task_struct *task)
{
	struct lent_task *new = kzalloc(sizeof(*new), nt_gfp()), *lent;
	unsigned long flags;

	raw_spin_lock_irqsave(&objects_lock, flags);
	lent = find_task_locked(task);
	if (!lent && new) {
		new->task = task;
		list_add(&new->link, &lent_tasks);
		swap(lent, new);
	}
	/* Without memory it is never given back, no more. */
	if (lent)
		lent->count++;
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	kfree(new);
}

static bool take_task_back(struct task_struct *task)
{
	struct lent_task *lent, *last = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&objects_lock, flags);
	lent = find_task_locked(task);
	if (lent && !--lent->count) {
		last = lent;
		list_del(&lent->link);
	}
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	kfree(last);
	return lent;
}

void nt_object_lend(void *object)
{
	struct task_struct *task = nt_foreign_task(object);
	unsigned long flags;

	if (task) {
		lend_task(task);
		return;
	}
	raw_spin_lock_irqsave(&objects_lock, flags);
	nt_object_of(object)->lent++;
	raw_spin_unlock_irqrestore(&objects_lock, flags);
}

/* A reference for a driver, to what it says is an object of that type (NULL: any). */
NTSTATUS nt_object_reference(void *object, const struct nt_object_type *wanted)
{
	struct task_struct *task = nt_foreign_task(object);
	NTSTATUS status = STATUS_INVALID_PARAMETER;
	struct nt_object *header;
	unsigned long flags;

	if (task) {
		/* Any other task is a thread, too. */
		if (!nt_is_memory(task, sizeof(*task)))
			return status;
		if (wanted && wanted != nt_task_type)
			return STATUS_OBJECT_TYPE_MISMATCH;
		get_task_struct(task);
		lend_task(task);
		return STATUS_SUCCESS;
	}
	raw_spin_lock_irqsave(&objects_lock, flags);
	header = find_locked(object);
	if (header && wanted && header->type != wanted) {
		status = STATUS_OBJECT_TYPE_MISMATCH;
	} else if (header && refcount_inc_not_zero(&header->references)) {
		header->lent++;
		status = STATUS_SUCCESS;
	}
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	return status;
}

LONG_PTR NTAPI ObfReferenceObject(PVOID object)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return 0;
	if (NT_SUCCESS(nt_object_reference(object, NULL)))
		return nt_foreign_task(object) ? refcount_read(&nt_foreign_task(object)->usage) :
			refcount_read(&nt_object_of(object)->references);
	nt_complain("%p is no object, or is gone already", object);
	return 0;
}
EXPORT_SYMBOL_GPL(ObfReferenceObject);

LONG_PTR NTAPI ObfDereferenceObject(PVOID object)
{
	struct task_struct *task = nt_foreign_task(object);
	const struct nt_object_type *type = NULL;
	struct nt_object *header;
	unsigned long flags;
	bool lent = false;
	LONG_PTR left = 0;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return 0;
	if (task) {
		lent = take_task_back(task);
		if (!lent) {
			nt_complain("the driver has no reference to the thread %p", task);
			return 0;
		}
		left = refcount_read(&task->usage) - 1;
		put_task_struct(task);
		return left;
	}
	raw_spin_lock_irqsave(&objects_lock, flags);
	header = find_locked(object);
	if (header) {
		type = header->type;
		lent = header->lent;
		header->lent -= lent;
		left = refcount_read(&header->references) - 1;
	}
	raw_spin_unlock_irqrestore(&objects_lock, flags);
	if (!type)
		nt_complain("%p is no object, or is gone already", object);
	else if (!lent)
		nt_complain("the driver has no reference to the %s %p", type->name, object);
	else
		nt_object_put(object);
	return left;
}
EXPORT_SYMBOL_GPL(ObfDereferenceObject);
