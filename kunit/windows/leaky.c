// SPDX-License-Identifier: GPL-2.0
/* leaky.c - a driver that does not free its memory, and makes \Callback\leaky. */

#include <linux/module.h>

#include <ntddk.h>

#define TAG 0x3161654c	/* 'Lea1' */

/* Not __init: that code is no longer the driver's when the module is unloaded. */
static int leaky_init(void)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\leaky");
	OBJECT_ATTRIBUTES attributes;
	static const GUID class = { 1 };
	ANSI_STRING ansi = RTL_CONSTANT_STRING("leak");
	UNICODE_STRING unicode;
	PWSTR list;
	LARGE_INTEGER hour = { .QuadPart = -36000000000LL };
	PKTIMER timer = ExAllocatePoolWithTag(NonPagedPool, 5000, TAG);
	PCALLBACK_OBJECT callback;
	void *freed;

	if (!timer ||
	    !ExAllocatePoolWithTag(NonPagedPool, 40, TAG) ||
	    !ExAllocatePoolWithTag(PagedPool, 60, TAG) ||
	    RtlAnsiStringToUnicodeString(&unicode, &ansi, TRUE) ||
	    IoGetDeviceInterfaces(&class, NULL, 0, &list))
		return -ENOMEM;
	freed = ExAllocatePoolWithTag(NonPagedPool, 40, TAG);
	if (!freed)
		return -ENOMEM;
	ExFreePoolWithTag(freed, TAG);
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	if (ExCreateCallback(&callback, &attributes, TRUE, TRUE))
		return -EEXIST;
	ObDereferenceObject(callback);
	KeInitializeTimer(timer);
	KeSetTimer(timer, hour, NULL);
	return 0;
}

static void leaky_exit(void)
{
}

module_init(leaky_init);
module_exit(leaky_exit);
MODULE_DESCRIPTION("A driver that does not free its memory, for the KUnit suites of ntparport");
MODULE_LICENSE("GPL");
