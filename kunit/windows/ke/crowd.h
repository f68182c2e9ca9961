/* SPDX-License-Identifier: GPL-2.0 */
/* crowd.h - threads that wait for one object. */
#ifndef NTPARPORT_KUNIT_CROWD_H
#define NTPARPORT_KUNIT_CROWD_H

#include "contexts.h"

/* One thread of a crowd. */
struct one {
	struct crowd *crowd;
	int place;
};

/**
 * struct crowd - threads that wait for one object
 * @object: the object
 * @through: how many have come through
 * @ones: what each thread gets
 * @order: which of them came through, in this order
 * @workers: the threads
 */
struct crowd {
	void *object;
	atomic_t through;
	struct one ones[3];
	int order[3];
	struct worker *workers[3];
};

/* What each of the threads runs, with a struct one. */
NTSTATUS come_through(void *data);
/* Starts the threads. When this returns, they wait. */
struct crowd *crowd_create(struct kunit *test, void *object);
/* Checks that all of them have come through. */
void crowd_end(struct kunit *test, struct crowd *crowd);

#endif
