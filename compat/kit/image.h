/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image.h - the Linux side of a driver that was made of a Windows image: what Windows' loader would
 * do. Included by driver_entry.c.
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/random.h>
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
