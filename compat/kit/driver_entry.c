// SPDX-License-Identifier: GPL-2.0
/*
 * driver_entry.c - the Linux side of a Windows driver: its module's init and
 * exit. driver.mk includes it in a source of the driver's module.
 */

#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "driver_entry.h"
#ifdef NT_IMAGE
#include "image.h"
#else
static int image_init(void) { return 0; }
static void image_exit(void) { }
#endif
#ifndef CONFIG_64BIT
#include "division.h"
#endif

DRIVER_INITIALIZE DriverEntry;

/* Those of the driver's sources that define it themselves come first. */
const GUID GUID_NULL __weak;

/* Variables of Windows' kernel, to which drivers have pointers: no debugger; a free build, 2600. */
static BOOLEAN debugger_enabled;
static BOOLEAN debugger_not_present = TRUE;
static ULONG build_number = 0xf0000000 | 2600;
PBOOLEAN KdDebuggerEnabled __weak = &debugger_enabled;
PBOOLEAN KdDebuggerNotPresent __weak = &debugger_not_present;
PULONG NtBuildNumber __weak = &build_number;

static char *parameters[NT_PARAMETERS];
static int parameter_count;
module_param_array_named(Parameters, parameters, charp, &parameter_count, 0444);
MODULE_PARM_DESC(Parameters,
		 "Values of the driver's registry key Parameters: Name=dword:5,Other=sz:text,Third=binary:001122");

static char *service[NT_PARAMETERS];
static int service_count;
module_param_array_named(Service, service, charp, &service_count, 0444);
MODULE_PARM_DESC(Service,
		 "Values of the driver's registry key itself, in the same way");

static const struct nt_message message_list[] = {
#ifdef NT_MESSAGES
#include NT_MESSAGES
#endif
	{ }
};

static struct nt_messages messages = { .module = THIS_MODULE, .list = message_list };

static int __init driver_init(void)
{
	int err = image_init();

	if (err)
		return err;
	ntparport_messages_add(&messages);
	err = ntparport_driver_load(THIS_MODULE, DriverEntry, KBUILD_MODNAME, parameters,
				    parameter_count, service, service_count);
	if (!err)
		return 0;
	ntparport_messages_remove(&messages);
	image_exit();
	return err;
}

static void __exit driver_exit(void)
{
	ntparport_driver_unload(THIS_MODULE, DriverEntry);
	ntparport_messages_remove(&messages);
	image_exit();
}

module_init(driver_init);
module_exit(driver_exit);
