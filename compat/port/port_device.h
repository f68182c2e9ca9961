/* SPDX-License-Identifier: GPL-2.0 */
/* port_device.h - a port as a device; for port_device.c, port_features.c and pnp.c. */
#ifndef COMPAT_PORT_DEVICE_H
#define COMPAT_PORT_DEVICE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "base/nt.h"

#include <parallel.h>

#include "port/pnp.h"
#include "port/ports.h"

#define NT_NO_CHIP_MODE 0xff

/* Two FIFO or configuration registers, and the extended control register. */
#define NT_ECP_REGISTERS 3

/**
 * struct nt_port - a port as drivers see it
 * @link: in the list of all ports
 * @references: of its devices
 * @number: N of \Device\ParallelPortN
 * @name: that name
 * @lpt: LPTn, counted from 1 (W12)
 * @device: the device of that name
 * @port: the port of the module, while there are users
 * @users: files, physical devices and requests that need it
 * @lock: guards @port, @users
 * @mutex: taken where @port changes
 * @put: gives the port back, should the last user go above PASSIVE_LEVEL
 * @removed: the Linux port has gone
 * @borrowed: a request came without a file: the port stays
 * @chip_mode: the mode a client has set, or NT_NO_CHIP_MODE; under the interrupt lock
 * @chain: devices in the 1284.3 chain
 */
struct nt_port {
	struct list_head link;
	refcount_t references;
	unsigned int number;
	WCHAR name[24];
	WCHAR lpt[8];
	PDEVICE_OBJECT device;
	struct ntparport *port;
	unsigned int users;
	spinlock_t lock;
	struct mutex mutex;
	struct work_struct put;
	bool removed;
	bool borrowed;
	u8 chip_mode;
	unsigned int chain;
};

/* What begins the extension of a port's device. */
struct nt_port_extension {
	struct nt_port *port;
};

/* W3: for the routines that a port gives to drivers, the context is the extension. */
static inline struct nt_port *nt_port_of_context(void *context)
{
	return ((struct nt_port_extension *)context)->port;
}

/* A reference, and the reverse. */
struct nt_port *nt_port_get(struct nt_port *port);
void nt_port_put(struct nt_port *port);

/* The module's port, for one more user; 0 or an error number. Process context. */
int nt_port_open(struct nt_port *port);
void nt_port_close(struct nt_port *port);

extern PDRIVER_OBJECT nt_port_driver;
/* Calls @visit for every port. */
void nt_visit_ports(void (*visit)(struct nt_port *port, void *context), void *context);

/* pnp.c */
/*
 * The machine is about to sleep: a request to turn each device off that a driver has on a
 * port, for each of which it waits a while. -EBUSY: it cannot, and the log says why.
 */
int nt_pnp_fall_asleep(void);
/* It is awake: the same to turn them on. */
void nt_pnp_wake_up(void);
void nt_pnp_port_added(struct nt_port *port);
void nt_pnp_port_removed(struct nt_port *port);
NTSTATUS NTAPI nt_pnp_request(PDEVICE_OBJECT device, PIRP irp);
NTSTATUS NTAPI nt_power_request(PDEVICE_OBJECT device, PIRP irp);

/* power.c */
int nt_power_init(void);

/* port_features.c: the requests that the core knows nothing of */

struct nt_port_request {
	struct nt_port *port;
	struct ntparport *core;
	void *buffer;
	ULONG input_length;
	ULONG output_length;
	ULONG_PTR information;
	void *extension;
	const void *caller;
};

/* The key of the port allows connecting, whatever the module's parameter says (W11). */
bool nt_port_connect_enabled(const struct nt_port *port);
NTSTATUS nt_port_pnp_information(struct nt_port_request *request);
NTSTATUS nt_port_chip_mode(struct nt_port_request *request, bool set);
NTSTATUS nt_port_init_chain(struct nt_port_request *request);
/* STATUS_PENDING: the port has to be allocated first; then nt_port_selected(). */
NTSTATUS nt_port_select(struct nt_port_request *request);
NTSTATUS nt_port_deselect(struct nt_port_request *request);
/* The client has the port now: selects the device, or frees the port again. */
NTSTATUS nt_port_selected(struct nt_port *port, struct ntparport *core,
			  const PARALLEL_1284_COMMAND *command);

#endif
