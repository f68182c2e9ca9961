/* SPDX-License-Identifier: GPL-2.0 */
/*
 * version.h - what differs among the kernels we support. No other file asks for the kernel's
 * version.
 */
#ifndef NTPARPORT_GLUE_VERSION_H
#define NTPARPORT_GLUE_VERSION_H

#include <linux/fs_struct.h>
#include <linux/hrtimer.h>
#include <linux/irqnr.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#include <linux/hex.h>	/* hex_to_bin() and others, which used to be in kernel.h */
#endif

/* The number of the first interrupt line that does not exist. */
static inline unsigned int glue_nr_irqs(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	return irq_get_nr_irqs();
#else
	return nr_irqs;
#endif
}

static inline void glue_hrtimer_setup(struct hrtimer *timer,
				      enum hrtimer_restart (*function)(struct hrtimer *timer),
				      clockid_t clock, enum hrtimer_mode mode)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(timer, function, clock, mode);
#else
	hrtimer_init(timer, clock, mode);
	timer->function = function;
#endif
}

/*
 * Put this before a block in which paths are to mean what they mean to programs. Linux 7 has
 * it, because its own threads see no files.
 */
#ifndef scoped_with_init_fs
#define scoped_with_init_fs()
#endif

/*
 * The head of a function that generates the parameters of KUnit cases: it gets the previous
 * parameter and returns the next one and its name.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define KUNIT_GENERATOR(name, previous, description)				\
	const void *name(struct kunit *test, const void *previous, char *description)
#else
#define KUNIT_GENERATOR(name, previous, description)				\
	const void *name(const void *previous, char *description)
#endif

#endif
