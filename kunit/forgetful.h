/* SPDX-License-Identifier: GPL-2.0 */
/* forgetful.h - loading and unloading ntparport_forgetful, as root does it. */
#ifndef NTPARPORT_KUNIT_FORGETFUL_H
#define NTPARPORT_KUNIT_FORGETFUL_H

#include <linux/kernel.h>
#include <linux/umh.h>

/**
 * struct forgetful - what the module leaves behind; see its parameters
 * @port: N of parportN
 * @connections: how many connections, all equal
 * @holds: it has the port
 * @holds_last: the same, but its init routine takes the port in a tail call
 * @waits: it has a request queued for the port
 * @fails: it does all this and then refuses to be loaded
 */
struct forgetful {
	unsigned int port;
	unsigned int connections;
	bool holds;
	bool holds_last;
	bool waits;
	bool fails;
};

static inline int forgetful_run(char **arguments)
{
	static char *environment[] = { "PATH=/bin:/sbin", NULL };

	return call_usermodehelper(arguments[0], arguments, environment, UMH_WAIT_PROC);
}

/* Returns 0 if it is loaded now. */
static inline int forgetful_load(const struct forgetful *forgetful)
{
	char port[16], connections[24], holds[16], holds_last[16], waits[16], fails[16];
	char *arguments[] = {
		"/bin/busybox", "insmod", "/modules/ntparport_forgetful.ko",
		port, connections, holds, holds_last, waits, fails, NULL,
	};

	snprintf(port, sizeof(port), "port=%u", forgetful->port);
	snprintf(connections, sizeof(connections), "connections=%u", forgetful->connections);
	snprintf(holds, sizeof(holds), "holds=%d", forgetful->holds);
	snprintf(holds_last, sizeof(holds_last), "holds_last=%d", forgetful->holds_last);
	snprintf(waits, sizeof(waits), "waits=%d", forgetful->waits);
	snprintf(fails, sizeof(fails), "fails=%d", forgetful->fails);
	return forgetful_run(arguments);
}

/* Returns 0 if it is unloaded now. */
static inline int forgetful_unload(void)
{
	char *arguments[] = { "/bin/busybox", "rmmod", "ntparport_forgetful", NULL };

	return forgetful_run(arguments);
}

#endif
