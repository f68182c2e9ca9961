// SPDX-License-Identifier: GPL-2.0
/* connecting.c - helpers for cases that connect and disconnect. */

#include <linux/err.h>
#include <linux/interrupt.h>

#include "connecting.h"

void expect_disconnect_refused(struct kunit *test, struct client *client, int err,
			       NTSTATUS status)
{
	unsigned int before = facts_of(client).connections;
	unsigned long information;

	KUNIT_EXPECT_EQ(test, err, client_disconnect(client));
	KUNIT_EXPECT_EQ(test, status, windows_disconnect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, before);
}

static irqreturn_t nobody(int irq, void *data)
{
	return IRQ_NONE;
}

int take_line(void)
{
	return request_irq(lpt_direct.line, nobody, IRQF_PROBE_SHARED, "ntparport_kunit",
			   &lpt_direct);
}

void give_line(void)
{
	free_irq(lpt_direct.line, &lpt_direct);
}

int fire_often(void *client)
{
	int i;

	for (i = 0; i < OFTEN; i++)
		if (!client_fired(client))
			return -EIO;
	return 0;
}
