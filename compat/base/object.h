/* SPDX-License-Identifier: GPL-2.0 */
/* object.h - objects with references; internal. */
#ifndef COMPAT_BASE_OBJECT_H
#define COMPAT_BASE_OBJECT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/**
 * struct nt_object_type - a type of object
 * @name: for the log
 * @destroy: called when the last reference is gone, at or below DISPATCH_LEVEL: ends what the
 *	object has. The memory is freed after it.
 * @release: called instead, for what ends later: calls nt_object_free() itself
 * @named_after: the object whose name its name begins with, or NULL, and the rest of the name;
 *	NULL: its name is its own, if it has one
 * @opened: called when a handle to it was made. PASSIVE_LEVEL
 * @closed: called with the reference of a handle that was closed, and gives it back. PASSIVE_LEVEL
 */
struct nt_object_type {
	const char *name;
	void (*destroy)(void *object);
	void (*release)(void *object);
	void *(*named_after)(const void *object, UNICODE_STRING *rest);
	void (*opened)(void *object);
	void (*closed)(void *object);
};

/* A zeroed object of @size bytes with one reference, or NULL. May sleep. */
void *nt_object_alloc(const struct nt_object_type *type, size_t size);
void nt_object_free(void *object);

/*
 * Our own references. Those that drivers take and give back with ObReferenceObject() and
 * ObDereferenceObject() are counted separately, and drivers cannot give back more than were lent to
 * them; in our code the two names mean the routines below. At or below DISPATCH_LEVEL.
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

/* Takes a reference; false: the last one is gone. The caller's lock keeps the memory. */
bool nt_object_get_unless_gone(void *object);
/* How many there are: reliable only while nobody else knows the object. */
unsigned int nt_object_references(const void *object);
/* The last reference is gone: gives the object one again, for @release to work with. */
void nt_object_revive(void *object);

/* One of our references becomes the driver's. */
void nt_object_lend(void *object);
/* The type of an object to which the caller has a reference. Any IRQL. */
const struct nt_object_type *nt_object_type_of(const void *object);
/* Whether there is such an object, of that type (NULL: any). Any IRQL. */
bool nt_object_known(const void *object, const struct nt_object_type *type);

/*
 * Takes a reference to what a driver says is an object of that type (NULL: any), whether or not
 * anybody keeps it. STATUS_INVALID_PARAMETER: it is not an object, or its last reference is gone;
 * STATUS_OBJECT_TYPE_MISMATCH: it is of another type. At or below DISPATCH_LEVEL; for a process or
 * thread that is not a system thread, any IRQL.
 */
NTSTATUS nt_object_get_known(void *object, const struct nt_object_type *wanted);
/* The same, but the reference is the driver's. */
NTSTATUS nt_object_reference(void *object, const struct nt_object_type *wanted);

/* The type of tasks that are not system threads. Set before the first driver is loaded. */
extern const struct nt_object_type *nt_task_type;
/* What a process is. */
extern const struct nt_object_type *nt_process_type;

/*
 * Takes a reference to a task that a request is for, which may have ended; false: none is. Set
 * before the first driver is loaded. Any IRQL.
 */
extern bool (*nt_task_get_of_request)(struct task_struct *task);
/*
 * Whether the task works for a program: of its system calls for which requests are under way, the
 * last is a program's. Set before the first driver is loaded. Any IRQL.
 */
extern bool (*nt_task_works_for_program)(const struct task_struct *task);

/* How many objects there are. */
unsigned int nt_objects(void);

#ifdef __cplusplus
}
#endif

#endif
