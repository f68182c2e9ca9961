// SPDX-License-Identifier: GPL-2.0
/* interface.c - device interfaces: names under which a class of devices is found. */

#include <linux/export.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "ex/pool.h"
#include "ob/namespace.h"
#include "io/device.h"

struct interface {
	struct list_head link;
	GUID class;
	struct nt_device *device;	/* unregistered before it goes */
	UNICODE_STRING name;		/* terminated */
	bool enabled;
};

static LIST_HEAD(interfaces);
static DEFINE_MUTEX(interfaces_mutex);
static atomic_t instances = ATOMIC_INIT(0);

#define TAG_INTERFACE	0x20207050	/* as Windows has it: 'Pp  ' */

static void free_interface(struct interface *interface)
{
	kfree(interface->name.Buffer);
	kfree(interface);
}

/* \??\ntparport#<n>#{class} and \<reference>, as characters. */
static NTSTATUS make_name(struct interface *interface, unsigned int number,
			  const UNICODE_STRING *reference)
{
	const GUID *class = &interface->class;
	size_t length, i;
	char head[96];

	snprintf(head, sizeof(head),
		 "\\??\\ntparport#%u#{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
		 number, class->Data1, class->Data2, class->Data3, class->Data4[0],
		 class->Data4[1], class->Data4[2], class->Data4[3], class->Data4[4],
		 class->Data4[5], class->Data4[6], class->Data4[7]);
	length = strlen(head);
	if (reference && reference->Length)
		length += 1 + reference->Length / sizeof(WCHAR);
	if ((length + 1) * sizeof(WCHAR) > USHRT_MAX)
		return STATUS_INVALID_PARAMETER;
	interface->name.Buffer = kcalloc(length + 1, sizeof(WCHAR), GFP_KERNEL);
	if (!interface->name.Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	interface->name.Length = length * sizeof(WCHAR);
	interface->name.MaximumLength = interface->name.Length + sizeof(WCHAR);
	for (i = 0; head[i]; i++)
		interface->name.Buffer[i] = head[i];
	if (reference && reference->Length) {
		/* No backslash: the object manager would look for a directory. */
		interface->name.Buffer[i] = '#';
		memcpy(&interface->name.Buffer[i + 1], reference->Buffer, reference->Length);
	}
	return STATUS_SUCCESS;
}

static NTSTATUS copy_to_pool(const void *caller, const UNICODE_STRING *from, PUNICODE_STRING to)
{
	*to = (UNICODE_STRING){ };
	to->Buffer = nt_pool_alloc(caller, from->MaximumLength, 1, TAG_INTERFACE, false);
	if (!to->Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(to->Buffer, from->Buffer, from->MaximumLength);
	to->Length = from->Length;
	to->MaximumLength = from->MaximumLength;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoRegisterDeviceInterface(PDEVICE_OBJECT object, const GUID *class,
					 PUNICODE_STRING reference, PUNICODE_STRING name)
{
	struct interface *interface;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(object) ||
	    !nt_ok(nt_is_memory(class, sizeof(*class)), "the class") ||
	    (reference && !nt_ok(nt_is_string(reference), "the reference string")) ||
	    !nt_ok(nt_is_memory(name, sizeof(*name)), "the place for the name"))
		return STATUS_INVALID_PARAMETER;
	if (!(object->Flags & DO_BUS_ENUMERATED_DEVICE)) {
		nt_complain("device %p is not one that AddDevice was called with", object);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	interface = kzalloc(sizeof(*interface), GFP_KERNEL);
	if (!interface)
		return STATUS_INSUFFICIENT_RESOURCES;
	interface->class = *class;
	interface->device = nt_device(object);
	status = make_name(interface, atomic_inc_return(&instances), reference);
	if (NT_SUCCESS(status))
		status = copy_to_pool(nt_caller(), &interface->name, name);
	if (!NT_SUCCESS(status)) {
		free_interface(interface);
		return status;
	}
	mutex_lock(&interfaces_mutex);
	/* From then on nt_interfaces_gone() has been called, or finds it. */
	if (READ_ONCE(interface->device->deleted))
		status = STATUS_DELETE_PENDING;
	else
		list_add_tail(&interface->link, &interfaces);
	mutex_unlock(&interfaces_mutex);
	if (!NT_SUCCESS(status)) {
		RtlFreeUnicodeString(name);
		free_interface(interface);
	}
	return status;
}
EXPORT_SYMBOL_GPL(IoRegisterDeviceInterface);

NTSTATUS NTAPI IoSetDeviceInterfaceState(PUNICODE_STRING name, BOOLEAN enable)
{
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	struct interface *interface;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	mutex_lock(&interfaces_mutex);
	list_for_each_entry(interface, &interfaces, link) {
		if (!RtlEqualUnicodeString(&interface->name, name, TRUE))
			continue;
		if (interface->enabled == !!enable) {
			status = enable ? STATUS_OBJECT_NAME_EXISTS : STATUS_OBJECT_NAME_NOT_FOUND;
			break;
		}
		status = enable ? nt_link_to_object(&interface->name, interface->device) :
			IoDeleteSymbolicLink(&interface->name);
		if (NT_SUCCESS(status))
			interface->enabled = enable;
		break;
	}
	mutex_unlock(&interfaces_mutex);
	return status;
}
EXPORT_SYMBOL_GPL(IoSetDeviceInterfaceState);

static bool is_wanted(const struct interface *interface, const GUID *class,
		      PDEVICE_OBJECT object, ULONG flags)
{
	return !memcmp(&interface->class, class, sizeof(*class)) &&
		(interface->enabled || flags & DEVICE_INTERFACE_INCLUDE_NONACTIVE) &&
		(!object || &interface->device->object == object);
}

NTSTATUS NTAPI IoGetDeviceInterfaces(const GUID *class, PDEVICE_OBJECT object, ULONG flags,
				     PWSTR *list)
{
	struct interface *interface;
	size_t size = sizeof(WCHAR);
	char *end;

	if (!nt_ok(nt_is_memory(list, sizeof(*list)), "the place for the list"))
		return STATUS_INVALID_PARAMETER;
	*list = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_memory(class, sizeof(*class)), "the class"))
		return STATUS_INVALID_PARAMETER;
	mutex_lock(&interfaces_mutex);
	list_for_each_entry(interface, &interfaces, link)
		if (is_wanted(interface, class, object, flags))
			size += interface->name.MaximumLength;
	end = nt_pool_alloc(nt_caller(), size, 1, TAG_INTERFACE, false);
	*list = (PWSTR)end;
	if (end) {
		list_for_each_entry(interface, &interfaces, link) {
			if (!is_wanted(interface, class, object, flags))
				continue;
			memcpy(end, interface->name.Buffer, interface->name.MaximumLength);
			end += interface->name.MaximumLength;
		}
		memset(end, 0, sizeof(WCHAR));
	}
	mutex_unlock(&interfaces_mutex);
	return *list ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}
EXPORT_SYMBOL_GPL(IoGetDeviceInterfaces);

void nt_interfaces_gone(struct nt_device *device)
{
	struct interface *interface, *next;

	mutex_lock(&interfaces_mutex);
	list_for_each_entry_safe(interface, next, &interfaces, link) {
		if (interface->device != device)
			continue;
		if (interface->enabled)
			IoDeleteSymbolicLink(&interface->name);
		list_del(&interface->link);
		free_interface(interface);
	}
	mutex_unlock(&interfaces_mutex);
}
