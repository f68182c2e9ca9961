// SPDX-License-Identifier: GPL-2.0
/*
 * irp_build.c - requests with buffers: made for their sender, undone when they
 * are complete; and memory descriptor lists.
 */

#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/log.h"
#include "ex/pool.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/irp.h"

#define TAG_BUFFER	0x6f497379	/* as Windows has it: 'ysIo' */

static atomic_t count;

unsigned int nt_mdl_count(void)
{
	return atomic_read(&count);
}

/* Memory descriptor lists */

/**
 * struct mdl - a memory descriptor list
 * @link: in the list of all of them
 * @caller: who allocated it
 * @mdl: what drivers see
 */
struct mdl {
	struct list_head link;
	const void *caller;
	MDL mdl;
};

static LIST_HEAD(mdls);
static DEFINE_SPINLOCK(mdls_lock);

static struct mdl *find_locked(PMDL object)
{
	struct mdl *mdl;

	list_for_each_entry(mdl, &mdls, link)
		if (&mdl->mdl == object)
			return mdl;
	return NULL;
}

static bool is_mdl(PMDL object)
{
	bool is;

	spin_lock_bh(&mdls_lock);
	is = find_locked(object);
	spin_unlock_bh(&mdls_lock);
	return is;
}

VOID NTAPI MmBuildMdlForNonPagedPool(PMDL mdl)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	if (!is_mdl(mdl)) {
		nt_complain("%p is no memory descriptor list, or is free already", mdl);
		return;
	}
	mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
	mdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}
EXPORT_SYMBOL_GPL(MmBuildMdlForNonPagedPool);

static PMDL allocate_mdl(const void *caller, PVOID address, ULONG length, BOOLEAN secondary,
			 PIRP irp)
{
	struct mdl *mdl;
	PMDL *link;
	bool wrong;

	if (!length)
		return NULL;
	mdl = kzalloc(sizeof(*mdl), nt_gfp());
	if (!mdl)
		return NULL;
	atomic_inc(&count);
	mdl->caller = caller;
	mdl->mdl.Size = sizeof(mdl->mdl);
	mdl->mdl.StartVa = (PVOID)((unsigned long)address & PAGE_MASK);
	mdl->mdl.ByteOffset = offset_in_page(address);
	mdl->mdl.ByteCount = length;
	spin_lock_bh(&mdls_lock);
	list_add_tail(&mdl->link, &mdls);
	spin_unlock_bh(&mdls_lock);
	if (!irp)
		return &mdl->mdl;
	/* The driver may have freed one that is in the list. */
	spin_lock_bh(&mdls_lock);
	for (link = &irp->MdlAddress; secondary && find_locked(*link); link = &(*link)->Next)
		;
	wrong = secondary && *link;
	*link = &mdl->mdl;
	spin_unlock_bh(&mdls_lock);
	if (wrong)
		pr_warn("%pS: IoAllocateMdl: request %p has a memory descriptor list that is none, or is free already\n",
			caller, irp);
	return &mdl->mdl;
}

PMDL NTAPI IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN charge_quota,
			 PIRP irp)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) ||
	    (irp && !nt_ok(nt_is_memory(irp, sizeof(*irp)), "the request")))
		return NULL;
	return allocate_mdl(nt_caller(), address, length, secondary, irp);
}
EXPORT_SYMBOL_GPL(IoAllocateMdl);

/* False: there is none. @next is the one behind it. */
static bool free_mdl(PMDL object, PMDL *next)
{
	struct mdl *mdl;

	spin_lock_bh(&mdls_lock);
	mdl = find_locked(object);
	if (mdl)
		list_del(&mdl->link);
	spin_unlock_bh(&mdls_lock);
	if (!mdl)
		return false;
	*next = mdl->mdl.Next;
	atomic_dec(&count);
	kfree(mdl);
	return true;
}

VOID NTAPI IoFreeMdl(PMDL object)
{
	PMDL next;

	if (nt_irql_ok(DISPATCH_LEVEL) && !free_mdl(object, &next))
		nt_complain("%p is no memory descriptor list, or is free already", object);
}
EXPORT_SYMBOL_GPL(IoFreeMdl);

void nt_mdls_gone(struct nt_driver *driver)
{
	struct mdl *mdl, *next;
	unsigned int number = 0;

	spin_lock_bh(&mdls_lock);
	list_for_each_entry_safe(mdl, next, &mdls, link) {
		if (!nt_belongs_to(driver, mdl->caller))
			continue;
		list_del(&mdl->link);
		atomic_dec(&count);
		kfree(mdl);
		number++;
	}
	spin_unlock_bh(&mdls_lock);
	if (number)
		pr_warn("%s: %u memory descriptor list%s never freed by IoFreeMdl: freed\n",
			driver->name, number, number == 1 ? " was" : "s were");
}

/* Requests */

static bool add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length)
{
	if (!allocate_mdl(caller, buffer, length, FALSE, irp))
		return false;
	MmBuildMdlForNonPagedPool(irp->MdlAddress);
	irp->MdlAddress->MdlFlags |= MDL_PAGES_LOCKED;
	return true;
}

/* The system buffer, with input in it; the output of a request goes to @output later. */
static bool add_buffer(const void *caller, PIRP irp, ULONG size, const void *input,
		       ULONG input_length, void *output)
{
	/* What the driver does not write must not be what was in that memory. */
	irp->AssociatedIrp.SystemBuffer = nt_pool_alloc(caller, size, 1, TAG_BUFFER, true);
	if (!irp->AssociatedIrp.SystemBuffer)
		return false;
	nt_irp_find(irp)->buffer = irp->AssociatedIrp.SystemBuffer;
	if (input)
		memcpy(irp->AssociatedIrp.SystemBuffer, input, input_length);
	irp->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
	if (output)
		irp->Flags |= IRP_INPUT_OPERATION;
	irp->UserBuffer = output;
	return true;
}

/* The first one and those that drivers have added; what is none stays where it is. */
static void free_mdls(struct nt_irp *known)
{
	PIRP irp = known->irp;

	while (irp->MdlAddress) {
		if (free_mdl(irp->MdlAddress, &irp->MdlAddress))
			continue;
		pr_warn_ratelimited("%pS: IofCompleteRequest: request %p has a memory descriptor list that is none, or is free already\n",
				    known->completer, irp);
		irp->MdlAddress = NULL;
	}
}

/* What was made is what goes, whatever drivers have put in its place. */
static void free_buffers(struct nt_irp *known)
{
	if (nt_pool_has(known->buffer))
		nt_pool_free(known->caller, __func__, known->buffer);
	known->buffer = NULL;
	free_mdls(known);
}

void nt_irp_free(PIRP irp)
{
	free_mdls(nt_irp_find(irp));
	nt_irp_destroy(irp);
}

/* A driver may have freed or exchanged the system buffer. */
static bool has_its_buffer(const struct nt_irp *known)
{
	if (!known->buffer ||
	    (nt_pool_has(known->buffer) && known->irp->AssociatedIrp.SystemBuffer == known->buffer))
		return true;
	pr_warn_ratelimited("%pS: IofCompleteRequest: request %p has not got its system buffer any more, which is not the driver's to free or exchange\n",
			    known->completer, known->irp);
	return false;
}

/* The sender gets the output, then the result, then the event. */
static void built_done(PIRP irp, void *context)
{
	IO_STATUS_BLOCK result = irp->IoStatus;
	PIO_STATUS_BLOCK iosb = irp->UserIosb;
	PKEVENT event = irp->UserEvent;
	struct nt_irp *known = nt_irp_find(irp);

	if (has_its_buffer(known) && irp->Flags & IRP_BUFFERED_IO &&
	    irp->Flags & IRP_INPUT_OPERATION && !NT_ERROR(result.Status)) {
		const ULONG_PTR wanted = result.Information, length = known->output_length;

		if (wanted > length)
			pr_warn_ratelimited("%pS: IofCompleteRequest: Information of request %p is %lu, but its output buffer has %lu bytes\n",
					    known->completer, irp, (unsigned long)wanted,
					    (unsigned long)length);
		memcpy(irp->UserBuffer, known->buffer, min(wanted, length));
	}
	free_buffers(known);
	IoFreeIrp(irp);
	if (iosb)
		*iosb = result;
	if (event)
		KeSetEvent(event, IO_NO_INCREMENT, FALSE);
}

/* The macros in the log name the routine they are used in, so they are checked there. */

#define REQUEST_OK(event, iosb)							\
	((!(event) || nt_ok(nt_is_memory(event, sizeof(KEVENT)), "the event")) &&	\
	 (!(iosb) || nt_ok(nt_is_memory(iosb, sizeof(*(iosb))), "the status block")))

static bool is_transfer(ULONG major)
{
	return major == IRP_MJ_READ || major == IRP_MJ_WRITE;
}

static bool can_be_built(ULONG major)
{
	return is_transfer(major) || major == IRP_MJ_FLUSH_BUFFERS || major == IRP_MJ_SHUTDOWN ||
		major == IRP_MJ_PNP || major == IRP_MJ_POWER;
}

#define FSD_REQUEST_OK(major, buffer, length)					\
({										\
	bool __can = can_be_built(major);					\
										\
	if (!__can)								\
		nt_complain("no request with major function 0x%x can be built", major); \
	__can && (!is_transfer(major) || !(length) ||				\
		  nt_ok(nt_is_memory(buffer, length), "the buffer"));		\
})

static PIRP build(const void *caller, PDEVICE_OBJECT device, PKEVENT event,
		  PIO_STATUS_BLOCK iosb)
{
	PIRP irp = nt_irp_alloc(device->StackSize, nt_gfp());

	if (!irp)
		return NULL;
	irp->UserIosb = iosb;
	irp->UserEvent = event;
	nt_irp_set_done(irp, built_done, NULL);
	nt_irp_find(irp)->owner = nt_driver_get(caller);
	nt_irp_find(irp)->free_buffers = free_buffers;
	return irp;
}

static PIRP drop(PIRP irp)
{
	free_buffers(nt_irp_find(irp));
	IoFreeIrp(irp);
	return NULL;
}

PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG code, PDEVICE_OBJECT device, PVOID input,
					 ULONG input_length, PVOID output, ULONG output_length,
					 BOOLEAN internal, PKEVENT event, PIO_STATUS_BLOCK iosb)
{
	const void *caller = nt_caller();
	PIO_STACK_LOCATION location;
	bool ok = true;
	PIRP irp;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(device) || !REQUEST_OK(event, iosb))
		return NULL;
	if ((input && input_length &&
	     !nt_ok(nt_is_memory(input, input_length), "the input buffer")) ||
	    (output && output_length &&
	     !nt_ok(nt_is_memory(output, output_length), "the output buffer")))
		return NULL;
	irp = build(caller, device, event, iosb);
	if (!irp)
		return NULL;
	location = IoGetNextIrpStackLocation(irp);
	location->MajorFunction = internal ? IRP_MJ_INTERNAL_DEVICE_CONTROL : IRP_MJ_DEVICE_CONTROL;
	location->Parameters.DeviceIoControl.IoControlCode = code;
	location->Parameters.DeviceIoControl.InputBufferLength = input_length;
	location->Parameters.DeviceIoControl.OutputBufferLength = output_length;
	switch (code & 3) {
	case METHOD_BUFFERED:
		if (input_length || output_length)
			ok = add_buffer(caller, irp, max(input_length, output_length), input,
					input_length, output);
		nt_irp_find(irp)->output_length = output_length;
		break;
	case METHOD_IN_DIRECT:
	case METHOD_OUT_DIRECT:
		if (input)
			ok = !input_length || add_buffer(caller, irp, input_length, input,
							 input_length, NULL);
		if (ok && output && output_length)
			ok = add_mdl(caller, irp, output, output_length);
		break;
	case METHOD_NEITHER:
		irp->UserBuffer = output;
		location->Parameters.DeviceIoControl.Type3InputBuffer = input;
		break;
	}
	return ok ? irp : drop(irp);
}
EXPORT_SYMBOL_GPL(IoBuildDeviceIoControlRequest);

static PIRP build_fsd_request(const void *caller, ULONG major, PDEVICE_OBJECT device, PVOID buffer,
			      ULONG length, PLARGE_INTEGER offset, PKEVENT event,
			      PIO_STATUS_BLOCK iosb)
{
	PIO_STACK_LOCATION location;
	bool ok = true;
	PIRP irp;

	irp = build(caller, device, event, iosb);
	if (!irp)
		return NULL;
	location = IoGetNextIrpStackLocation(irp);
	location->MajorFunction = major;
	if (major != IRP_MJ_READ && major != IRP_MJ_WRITE) {
		if (major == IRP_MJ_PNP || major == IRP_MJ_POWER)
			irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
		return irp;
	}
	if (major == IRP_MJ_READ) {
		irp->Flags |= IRP_READ_OPERATION;
		location->Parameters.Read.Length = length;
		if (offset)
			location->Parameters.Read.ByteOffset = *offset;
	} else {
		irp->Flags |= IRP_WRITE_OPERATION;
		location->Parameters.Write.Length = length;
		if (offset)
			location->Parameters.Write.ByteOffset = *offset;
	}
	if (!length) {
		irp->UserBuffer = buffer;
	} else if (device->Flags & DO_BUFFERED_IO) {
		ok = major == IRP_MJ_READ ? add_buffer(caller, irp, length, NULL, 0, buffer) :
			add_buffer(caller, irp, length, buffer, length, NULL);
		nt_irp_find(irp)->output_length = length;
	} else if (device->Flags & DO_DIRECT_IO) {
		ok = add_mdl(caller, irp, buffer, length);
	} else {
		irp->UserBuffer = buffer;
	}
	return ok ? irp : drop(irp);
}

PIRP NTAPI IoBuildSynchronousFsdRequest(ULONG major, PDEVICE_OBJECT device, PVOID buffer,
					ULONG length, PLARGE_INTEGER offset, PKEVENT event,
					PIO_STATUS_BLOCK iosb)
{
	PIRP irp;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(device) || !REQUEST_OK(event, iosb) ||
	    !FSD_REQUEST_OK(major, buffer, length))
		return NULL;
	irp = build_fsd_request(nt_caller(), major, device, buffer, length, offset,
				event, iosb);
	if (irp)
		irp->Flags |= IRP_SYNCHRONOUS_API;
	return irp;
}
EXPORT_SYMBOL_GPL(IoBuildSynchronousFsdRequest);

PIRP NTAPI IoBuildAsynchronousFsdRequest(ULONG major, PDEVICE_OBJECT device, PVOID buffer,
					 ULONG length, PLARGE_INTEGER offset,
					 PIO_STATUS_BLOCK iosb)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(device) || !REQUEST_OK(NULL, iosb) ||
	    !FSD_REQUEST_OK(major, buffer, length))
		return NULL;
	return build_fsd_request(nt_caller(), major, device, buffer, length, offset,
				 NULL, iosb);
}
EXPORT_SYMBOL_GPL(IoBuildAsynchronousFsdRequest);
