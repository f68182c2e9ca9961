/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_io.h - what the files of the I/O manager share and offer the others; no
 * driver sees it.
 *
 * Of the spin locks each is innermost, but for the cancel spin lock, under which
 * the others are taken.
 */
#ifndef COMPAT_NT_IO_H_PRIVATE
#define COMPAT_NT_IO_H_PRIVATE

#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "base/nt.h"
#include "module/ntparport.h"

/* driver.c: a driver's life */

struct nt_device;

/**
 * struct nt_driver - a loaded Windows driver, an object
 * @object: what the driver sees
 * @extension: likewise
 * @link: in the list of all drivers
 * @module: its module; NULL for the driver of the ports
 * @name: that of the module
 * @registry_path: \Registry\Machine\System\CurrentControlSet\Services\<name>
 * @texts: of the driver's name and @registry_path, which the driver sees
 * @registry: the key of that name
 * @ready: it is told of ports: DriverEntry has succeeded, unloading has not begun
 * @going: DriverEntry has not succeeded yet, or it is being unloaded: its module
 *	cannot be held
 * @pinned: it has no DriverUnload, and keeps its own module
 * @lent: what of it is in use, beside what holds its module
 * @idle: woken up when @lent becomes 0
 * @nodes: its devices on ports, see pnp.c
 * @device_gone: of the driver of the ports: a device of its is about to be freed
 */
struct nt_driver {
	DRIVER_OBJECT object;
	DRIVER_EXTENSION extension;
	struct list_head link;
	struct module *module;
	char *name;
	UNICODE_STRING registry_path;
	WCHAR *texts[2];
	struct nt_registry registry;
	bool ready;
	bool going;
	bool pinned;
	atomic_t lent;
	wait_queue_head_t idle;
	struct list_head nodes;
	void (*device_gone)(struct nt_device *device);
};

/* How to allocate for a driver that may be at DISPATCH_LEVEL. */
static inline gfp_t nt_gfp(void)
{
	return KeGetCurrentIrql() < DISPATCH_LEVEL ? GFP_KERNEL : GFP_ATOMIC;
}

static inline struct nt_driver *nt_driver(PDRIVER_OBJECT object)
{
	return container_of(object, struct nt_driver, object);
}

/*
 * The drivers of this module had a bug check: cancels what they sent, frees the
 * ports they have, and disconnects their interrupt routines. Process context.
 */
void nt_driver_dies(const struct module *module);

/* It had a bug check: no routine of it is to be called. Any IRQL. */
static inline bool nt_driver_dead(const struct nt_driver *driver)
{
	return driver->module && nt_module_dead(driver->module);
}

/* Code or data of the driver. */
static inline bool nt_belongs_to(const struct nt_driver *driver, const void *address)
{
	return driver->module && within_module((unsigned long)address, driver->module);
}

/* A driver that is not loaded yet, or NULL. @module is NULL for that of the ports. */
struct nt_driver *nt_driver_create(struct module *module, PDRIVER_INITIALIZE entry,
				   const char *name);

/* There is such a driver. Any IRQL. */
bool nt_driver_known(PDRIVER_OBJECT object);

/* The driver whose code or data is there, referenced, or NULL. Any context. */
#define nt_driver_get ntparport_driver_get
struct nt_driver *nt_driver_get(const void *address);

/*
 * Something in use: it stays, and so does its driver. Its address, with the
 * lowest bit set if the driver's module is held; otherwise unloading waits.
 */
unsigned long nt_driver_hold(struct nt_driver *driver, bool module);
/* 0 is ignored. At or below DISPATCH_LEVEL, like nt_device_release(). */
void nt_driver_release(unsigned long hold);
static inline struct nt_driver *nt_held_driver(unsigned long hold)
{
	return (struct nt_driver *)(hold & ~1ul);
}

/* Calls @visit for every driver but that of the ports. Process context. */
void nt_visit_drivers(void (*visit)(struct nt_driver *driver, void *context), void *context);
unsigned int nt_driver_count(void);

/* device.c: devices */

/**
 * struct nt_device - a device, an object
 * @object: what drivers see
 * @link: in the list of all devices
 * @driver: its driver
 * @attached_to: the device below, referenced
 * @above: the device attached to it; AttachedDevice is what drivers see of it
 * @size: of all this and the extension behind it
 * @label: its name, for the log
 * @deleted: IoDeleteDevice() was called
 * @removing: its port has gone, or it could not be started: not to be opened
 * @opens: files on it
 * @dpc: routine of IoRequestDpc()
 * @starting: a thread or softirq is in StartIo
 * @to_start: the current request, if it is not started yet
 * @power: of PoSetPowerState()
 * @node: pnp.c's, for a physical device
 */
struct nt_device {
	DEVICE_OBJECT object;
	struct list_head link;
	struct nt_driver *driver;
	struct nt_device *attached_to;
	struct nt_device *above;
	size_t size;
	char label[32];
	bool deleted;
	bool removing;
	unsigned int opens;
	PIO_DPC_ROUTINE dpc;
	bool starting;
	PIRP to_start;
	POWER_STATE power;
	void *node;
};

static inline struct nt_device *nt_device(PDEVICE_OBJECT object)
{
	return container_of(object, struct nt_device, object);
}

/* Guards the list of devices and how they are attached. */
extern spinlock_t nt_devices_lock;

/* A device in use, and its driver with it. 0: there is no such device. */
unsigned long nt_device_hold(PDEVICE_OBJECT device);
void nt_device_release(unsigned long hold);
static inline struct nt_device *nt_held_device(unsigned long hold)
{
	return (struct nt_device *)(hold & ~1ul);
}

/* There is such a device, deleted or not. Any IRQL. */
bool nt_device_known(PDEVICE_OBJECT device);
/* The top of the stack the device is in, with a reference of ours. At or below DISPATCH_LEVEL. */
PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT device);

/* Whether it is; if not, the log has a line. Like nt_complain(). */
#define nt_device_ok(device)							\
({										\
	bool __known = nt_device_known(device);					\
										\
	if (!__known)								\
		nt_complain("%p is no device, or is gone already", device);	\
	__known;								\
})

/* The driver's list of its devices, which it may have damaged, is what it should be. */
void nt_devices_link(struct nt_driver *driver);
/* Deletes what the driver has left, and says so. */
void nt_devices_gone(struct nt_driver *driver);

/* names.c: names of devices, and links to them */

/**
 * struct nt_link - a name under \DosDevices
 * @name: what follows it
 * @path: the whole name, to open it by
 * @interface: it belongs to a device interface: nobody types such names
 * @node: for the owner of the device nodes
 */
struct nt_link {
	char *name;
	UNICODE_STRING path;
	bool interface;
	void *node;
};

/*
 * The notifiers are called with a struct nt_link: NT_LINK_ADDED when a link and
 * its device both exist, NT_LINK_REMOVED when one of them goes. One call at a
 * time. Process context.
 */
#define NT_LINK_ADDED	1
#define NT_LINK_REMOVED	2
#define nt_link_notifier_register ntparport_link_notifier_register
int nt_link_notifier_register(struct notifier_block *block);
#define nt_link_notifier_unregister ntparport_link_notifier_unregister
void nt_link_notifier_unregister(struct notifier_block *block);

NTSTATUS nt_name_device(PUNICODE_STRING path, struct nt_device *device);
void nt_unname_device(struct nt_device *device);
NTSTATUS nt_link_create(PUNICODE_STRING path, PUNICODE_STRING target, bool interface,
			struct nt_driver *owner);
/* The device of that name, held, and what follows its name; 0: none. */
unsigned long nt_name_lookup(PUNICODE_STRING path, UNICODE_STRING *rest, NTSTATUS *status);
unsigned int nt_link_count(void);
/* A link of an interface. */
NTSTATUS nt_link_to_device(PUNICODE_STRING path, struct nt_device *device);
/* Deletes the links a driver has left, and says so. */
void nt_links_gone(struct nt_driver *driver);

/* file.c: open devices */

/*
 * Opens a device: IRP_MJ_CREATE, and then a file with one reference. The last
 * reference sends IRP_MJ_CLOSE. nt_file_cleanup() is for the end of the last
 * handle: IRP_MJ_CLEANUP. Process context; a signal that kills the process ends
 * the wait, and what was begun ends without it.
 */
NTSTATUS nt_file_open(PUNICODE_STRING name, ACCESS_MASK access, PFILE_OBJECT *file);
void nt_file_cleanup(PFILE_OBJECT file);
/*
 * ObDereferenceObject(), which waits for IRP_MJ_CLOSE if that was the last
 * reference, until the process is killed (W5). Process context.
 */
void nt_file_close(PFILE_OBJECT file);
/* The top of the stack it is open on, held: what is made for it must go to it. */
unsigned long nt_file_top(PFILE_OBJECT file);

/* Closes what a driver has opened and left, and says so. */
void nt_files_gone(struct nt_driver *driver);

/* ob.c: closes the handles that a driver has left, and says so. */
void nt_handles_gone(struct nt_driver *driver);

/* irp.c: requests */

/**
 * struct nt_irp - what is kept of a request
 * @link: in the table, by the address of the IRP
 * @irp: the request
 * @owner: the driver that allocated it, or NULL
 * @thread: for whom it is, referenced, or NULL
 * @free_buffers: frees what the I/O manager added to it; NULL: it added nothing
 * @caller: code that sent it
 * @completer: code that completed it last
 * @buffer: the system buffer that the I/O manager made for it, or NULL
 * @count: its StackCount
 * @location: its CurrentLocation when it was sent or completed last
 * @sender: the driver that sent it, held while it is under way
 * @forgotten_by: the driver that has it and will not complete it, referenced, or NULL
 * @finished: all drivers have had it, and what follows has begun
 * @cancelling: cancelled because its sender is being unloaded
 * @origin: its CurrentLocation when it was sent, 0 if it is not under way
 * @foreign: memory of the driver's, known only while it is under way
 * @done: called when it is complete
 * @done_context: for @done
 * @output_length: how much of the system buffer may be copied back
 * @waiter: for a request that is queued for a port, with the next three
 * @granted: the port has answered, cancel_port_request() completes it
 * @cancelled: the other way round
 * @answer: what the port has answered
 * @port: where it is queued
 * @holds: the device that works on each stack location
 */
struct nt_irp {
	struct hlist_node link;
	PIRP irp;
	struct nt_driver *owner;
	PETHREAD thread;
	void (*free_buffers)(struct nt_irp *known);
	const void *caller;
	const void *completer;
	void *buffer;
	CHAR count;
	CHAR location;
	CHAR origin;
	bool foreign;
	unsigned long sender;
	struct nt_driver *forgotten_by;
	bool finished;
	bool cancelling;
	void (*done)(PIRP irp, void *context);
	void *done_context;
	ULONG output_length;
	struct ntparport_waiter waiter;
	bool granted;
	bool cancelled;
	int answer;
	void *port;
	unsigned long holds[];
};

/*
 * What is kept of it, or NULL: there is no such request, or not any more. Exported
 * for the suites.
 */
#define nt_irp_find ntparport_irp_find
struct nt_irp *nt_irp_find(PIRP irp);

/*
 * A request of the module itself, for the calling thread. When it is complete,
 * done() is called instead of anything else that the I/O manager would do, at or
 * below DISPATCH_LEVEL. nt_irp_free() it afterwards.
 */
PIRP nt_irp_alloc(CCHAR stack_size, gfp_t flags);
void nt_irp_set_done(PIRP irp, void (*done)(PIRP irp, void *context), void *context);

/* IoCallDriver() on behalf of @caller. What cannot be sent is completed. */
NTSTATUS nt_irp_send(PDEVICE_OBJECT device, PIRP irp, const void *caller);
/*
 * The same, waits, and frees the request. @finish, if any, is called when it is
 * complete, at or below DISPATCH_LEVEL, which may be after the wait: that ends
 * when the process is killed, which cancels the request, and if it is exiting;
 * or, with @driver, when that driver dies, and not before. Process context.
 */
NTSTATUS nt_irp_send_and_wait(PDEVICE_OBJECT device, PIRP irp, const struct nt_driver *driver,
			      void (*finish)(void *context, NTSTATUS status), void *context);

/* The same without waiting: @finish is called when it is complete. */
void nt_irp_send_and_finish(PDEVICE_OBJECT device, PIRP irp,
			    void (*finish)(void *context, NTSTATUS status), void *context);
/*
 * After nt_irp_send() of a request that is the caller's to free, with its
 * result: true if the driver has forgotten it (W4). Whatever its end frees is then
 * freed when the driver is unloaded.
 */
bool nt_irp_forgotten(PIRP irp, NTSTATUS status);
/* False: the process is killed, or it is exiting and has waited long enough. */
bool nt_wait_killable(struct completion *completion);

/* A driver has died: those who wait for it look again. Process context. */
void nt_irps_look(void);

/* Cancels what a driver sent that is under way. */
void nt_irps_of_driver_end(struct nt_driver *driver);
/* Frees the requests that a driver has left, and says so. */
void nt_irps_gone(struct nt_driver *driver);

/* Whether there is such a request; if not, the log has a line. Like nt_complain(). */
#define nt_irp_ok(irp)								\
({										\
	bool __known = nt_irp_find(irp);					\
										\
	if (!__known)								\
		nt_complain("%p is no request, or is gone already", irp);	\
	__known;								\
})

/* irp_build.c: frees a request of the module's, and all memory descriptor lists that hang on it. */
void nt_irp_free(PIRP irp);
/* Frees the memory descriptor lists that a driver has left, and says so. */
void nt_mdls_gone(struct nt_driver *driver);

/* Calls a cancel routine; cancel spin lock held, which the routine releases. */
void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql);

/* Completes an IRP of the builtin driver's. */
NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information);

/* start_io.c: the device is about to be freed */
void nt_timer_free(struct nt_device *device);

/* work_item.c, error_log.c */
void nt_work_items_gone(struct nt_driver *driver);
void nt_log_entries_gone(struct nt_driver *driver);

/* pnp.c: drivers on ports */
void nt_pnp_driver_added(struct nt_driver *driver);
void nt_pnp_driver_going(struct nt_driver *driver);
/* The last file on a device may be gone. At or below DISPATCH_LEVEL. */
void nt_pnp_file_closed(void);

/* interface.c: device interfaces */
void nt_interfaces_gone(struct nt_device *device);

/* nt.c: loading and unloading of ntparport. 0 or a negative errno. */
int nt_start(void);
void nt_stop(void);

/* driver.c: the same for the I/O manager */
extern struct workqueue_struct *nt_workqueue;

int nt_io_init(void);
void nt_io_exit(void);

/* port_device.c: ports as devices */
int nt_ports_init(void);
void nt_ports_exit(void);
/* A Linux port appeared, or has just gone. Process context. */
struct parport;
void nt_port_added(const struct parport *parport);
void nt_port_removed(const struct parport *parport);

/* Numbers for leak checks: what exists at the moment. */
struct nt_io_counts {
	unsigned int drivers, devices, links, nodes, files, irps, work_items, log_entries, mdls;
	unsigned int objects, handles, blocks;	/* of any type; of pool */
};

extern atomic_t nt_io_count_irps, nt_io_count_files, nt_io_count_mdls, nt_io_count_work_items,
		nt_io_count_log_entries, nt_io_count_objects, nt_io_count_handles;

void ntparport_io_counts(struct nt_io_counts *counts);

#endif
