/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image.h - the Linux side of a driver that was made of a Windows image: what Windows' loader would
 * do. Included by driver_entry.c.
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/sched/task.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>

/* They are in compat/base/image.h, which the kit does not have. */
struct ntparport_image_code;
bool ntparport_image_add(struct module *module, const void *entries, const void *end);
void ntparport_image_add_code(struct module *module, const struct ntparport_image_code *code);
void ntparport_image_remove(struct module *module);
void ntparport_image_read_shared_data(void);
void ntparport_image_leave_shared_data(void);

/* From the image's assembler source, which build.py makes. */
extern const char image_entries[], image_entries_end[];
/* Where its stack protector has its value, or NULL. */
extern unsigned long *image_cookie;
/* Whether there are jumps by tables, to places without a landing pad. */
extern u32 image_has_tables;
/* Whether it reads KUSER_SHARED_DATA. */
extern u32 image_reads_shared_data;
/* Its functions. */
extern const struct ntparport_image_code image_code;
/* Of each variable that is a pointer: the image's, and what ours points to, up to NULL. */
extern const struct {
	void **its;
	void *const *const *ours;
} image_variables[];

/*
 * Variables of Windows' kernel that images import, each with its own. No debugger; a free build,
 * 2600; no safe mode; code pages without double bytes.
 */
#define IMAGE_VALUE(Type, Name, ...)		\
	extern Type image_value_##Name;		\
	Type image_value_##Name __VA_ARGS__
IMAGE_VALUE(ULONG, NtBuildNumber, = 0xf0000000 | 2600);
IMAGE_VALUE(ULONG, NtGlobalFlag);
IMAGE_VALUE(ULONG, InitSafeBootMode);
IMAGE_VALUE(BOOLEAN, KdDebuggerEnabled);
IMAGE_VALUE(BOOLEAN, KdDebuggerNotPresent, = TRUE);
IMAGE_VALUE(BOOLEAN, KdEnteredDebugger);
IMAGE_VALUE(PUCHAR, KdComPortInUse);
IMAGE_VALUE(BOOLEAN, NlsMbCodePageTag);
IMAGE_VALUE(BOOLEAN, NlsMbOemCodePageTag);
IMAGE_VALUE(USHORT, NlsAnsiCodePage, = 1252);
IMAGE_VALUE(USHORT, NlsOemCodePage, = 437);
static USHORT image_lead_bytes[256];
IMAGE_VALUE(PUSHORT, NlsLeadByteInfo, = image_lead_bytes);
IMAGE_VALUE(PUSHORT, NlsOemLeadByteInfo, = image_lead_bytes);
IMAGE_VALUE(ULONG, IoReadOperationCount);
IMAGE_VALUE(ULONG, IoWriteOperationCount);
IMAGE_VALUE(ULONG, IoOtherOperationCount);
/* Linux's own, where programs' memory ends. */
IMAGE_VALUE(PVOID, MmHighestUserAddress);
IMAGE_VALUE(ULONG_PTR, MmUserProbeAddress);
IMAGE_VALUE(PVOID, MmSystemRangeStart);
IMAGE_VALUE(PVOID, PsInitialSystemProcess);
/* Types of objects that have no handles here: nothing is of them. */
#define IMAGE_TYPE(Name, Text)								\
	static const struct {								\
		const char *name;							\
		void *others[15];							\
	} image_type_##Name = { Text };							\
	IMAGE_VALUE(const void *, Name, = &image_type_##Name)
IMAGE_TYPE(ExSemaphoreObjectType, "semaphore");
IMAGE_TYPE(ExMutantObjectType, "mutant");
IMAGE_TYPE(ExTimerObjectType, "timer");
IMAGE_TYPE(ExDesktopObjectType, "desktop");
IMAGE_TYPE(ExWindowStationObjectType, "window station");
IMAGE_TYPE(IoAdapterObjectType, "adapter");
IMAGE_TYPE(IoControllerObjectType, "controller");
IMAGE_TYPE(IoDeviceHandlerObjectType, "device handler");
IMAGE_TYPE(PsJobType, "job");
IMAGE_TYPE(SeTokenObjectType, "token");
IMAGE_TYPE(LpcPortObjectType, "port");
IMAGE_TYPE(TmTransactionObjectType, "transaction");

static void __init image_values(void)
{
	image_value_MmUserProbeAddress = TASK_SIZE_MAX;
	image_value_MmHighestUserAddress = (PVOID)(TASK_SIZE_MAX - 1);
	image_value_MmSystemRangeStart = (PVOID)(IS_ENABLED(CONFIG_64BIT) ?
						 ~(TASK_SIZE_MAX | (PAGE_SIZE - 1)) :
						 TASK_SIZE_MAX);
	/* As IoGetCurrentProcess() has it in a thread of the kernel's (ps/process.cc). */
	image_value_PsInitialSystemProcess = (PVOID)((ULONG_PTR)&init_task | 3);
}

static int __init image_init(void)
{
	int n;

#ifdef X86_FEATURE_IBT
	if (image_has_tables && cpu_feature_enabled(X86_FEATURE_IBT)) {
		pr_err("ntparport: %s: Indirect Branch Tracking forbids its tables: boot with ibt=off\n",
		       KBUILD_MODNAME);
		return -EOPNOTSUPP;
	}
#endif
	image_values();
	for (n = 0; image_variables[n].its; n++)
		*image_variables[n].its = **image_variables[n].ours;
	/* As on Windows: on x64 its upper bytes are 0, lest a string should copy it. */
	if (image_cookie)
		*image_cookie = get_random_long() >> (IS_ENABLED(CONFIG_64BIT) ? 16 : 0);
	if (!ntparport_image_add(THIS_MODULE, image_entries, image_entries_end))
		return -ENOMEM;
	ntparport_image_add_code(THIS_MODULE, &image_code);
	if (image_reads_shared_data)
		ntparport_image_read_shared_data();
	return 0;
}

static void image_exit(void)
{
	if (image_reads_shared_data)
		ntparport_image_leave_shared_data();
	ntparport_image_remove(THIS_MODULE);
}
