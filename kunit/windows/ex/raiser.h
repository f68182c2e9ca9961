/* SPDX-License-Identifier: GPL-2.0 */
/* raiser.h - the part of a driver that raises exceptions and takes them. */
#ifndef NTPARPORT_KUNIT_RAISER_H
#define NTPARPORT_KUNIT_RAISER_H

#include <ntddk.h>

/*
 * Takes what is raised in every way there is. 0, or the line of what is not as it should be. At or
 * below DISPATCH_LEVEL.
 */
int raiser_take_all(void);

/* Takes what is raised while a spin lock is held, and gives it back; or does not. */
int raiser_with_lock(KSPIN_LOCK *lock);
int raiser_forgets_lock(KSPIN_LOCK *lock);
/* In a critical region, which is left. At or below APC_LEVEL. */
int raiser_in_region(void);
/* The block is left by a jump that is not the compiler's, and the routine ends. */
void raiser_leaves(void);
/* Takes what this raises; returns its code, or 0. */
NTSTATUS raiser_code(void (*raise)(void *data), void *data);

/**
 * struct raiser_probe - what is probed
 * @address: where
 * @length: how many bytes
 * @alignment: which is asked for
 * @write: by ProbeForWrite()
 */
struct raiser_probe {
	PVOID address;
	SIZE_T length;
	ULONG alignment;
	BOOLEAN write;
};

/* Probes that. */
void raiser_probes(void *probe);

#endif
