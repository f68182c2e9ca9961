/* SPDX-License-Identifier: GPL-2.0 */
/* connecting.h - helpers for cases that connect and disconnect. */
#ifndef NTPARPORT_KUNIT_CONNECTING_H
#define NTPARPORT_KUNIT_CONNECTING_H

#include "windows.h"

/* Buffer lengths of a connect request. */
#define INPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_SERVICE_ROUTINE))
#define OUTPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_INFORMATION))

/* Both ways of disconnecting are refused alike, and all connections stay. */
void expect_disconnect_refused(struct kunit *test, struct client *client, int err,
			       NTSTATUS status);

/* Somebody else takes the line of the direct route, without sharing it, and gives it back. */
int take_line(void);
void give_line(void);

/* For a thread: raises that many interrupts for the client, one after the other. */
#define OFTEN 400
int fire_often(void *client);

#endif
