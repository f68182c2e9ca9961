/* SPDX-License-Identifier: GPL-2.0 */
/* object.h - objects with references; no driver sees it. */
#ifndef COMPAT_BASE_OBJECT_H
#define COMPAT_BASE_OBJECT_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/**
 * struct nt_object_type - a type of objects
 * @name: for the log
 * @destroy: the last reference is gone: ends what the object has. At or below
 *	DISPATCH_LEVEL. The memory is freed after it.
 * @release: in its place for what ends later: calls nt_object_free() then.
 */
struct nt_object_type {
	const char *name;
	void (*destroy)(void *object);
	void (*release)(void *object);
};

/* A zeroed object of @size bytes with one reference, or NULL. May sleep. */
void *nt_object_alloc(const struct nt_object_type *type, size_t size);
void nt_object_free(void *object);

/*
 * References of our own. Those that drivers take and give back by ObReferenceObject()
 * and ObDereferenceObject() are counted apart, and a driver cannot give back more
 * than were lent to drivers: here the two names are ours. At or below
 * DISPATCH_LEVEL.
 */
#define nt_object_get ntparport_object_get
void nt_object_get(void *object);
#define nt_object_put ntparport_object_put
/* True: that was the last one. */
bool nt_object_put(void *object);
#undef ObReferenceObject
#define ObReferenceObject(object) nt_object_get(object)
#undef ObDereferenceObject
#define ObDereferenceObject(object) nt_object_put(object)

/* The same; false: the last one is gone. What keeps the memory is the caller's lock. */
bool nt_object_get_unless_gone(void *object);
/* How many there are: true only of what nobody else knows. */
unsigned int nt_object_references(const void *object);
/* The last one is gone, and @release goes on with one. */
void nt_object_revive(void *object);

/* A reference of ours becomes the driver's. */
void nt_object_lend(void *object);
/* There is such an object, of that type (NULL: any). Any IRQL. */
bool nt_object_known(const void *object, const struct nt_object_type *type);

/*
 * KeGetCurrentThread() returns the object of a system thread. Any other task is
 * its own object, told apart by the lowest bit; NULL: neither.
 */
static inline struct task_struct *nt_foreign_task(const void *object)
{
	unsigned long address = (unsigned long)object;

	return address & 1 ? (struct task_struct *)(address - 1) : NULL;
}

/*
 * A reference for a driver, to what it says is an object of that type (NULL: any).
 * STATUS_INVALID_PARAMETER: it is no object; STATUS_OBJECT_TYPE_MISMATCH. At or below
 * DISPATCH_LEVEL.
 */
NTSTATUS nt_object_reference(void *object, const struct nt_object_type *wanted);

/* What any other task is: a thread. Set before the first driver is loaded. */
extern const struct nt_object_type *nt_task_type;

/* How many there are. */
unsigned int nt_objects(void);

#ifdef __cplusplus
}
#endif

#endif
