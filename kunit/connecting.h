/* SPDX-License-Identifier: GPL-2.0 */
/* connecting.h - for cases that connect and disconnect. */
#ifndef NTPARPORT_KUNIT_CONNECTING_H
#define NTPARPORT_KUNIT_CONNECTING_H

#include "windows.h"

/* Lengths of the buffer of a request that connects. */
#define INPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_SERVICE_ROUTINE))
#define OUTPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_INFORMATION))

/* Both ways of disconnecting are refused alike, and all connections stay. */
void expect_disconnect_refused(struct kunit *test, struct client *client, int err,
			       NTSTATUS status);

/* Somebody else's claim to the line of the direct route, not shared. */
int take_line(void);
void give_line(void);

/* A thread's: raises so many interrupts, one after the other, for the client. */
#define OFTEN 400
int fire_often(void *client);

#endif
