// SPDX-License-Identifier: GPL-2.0
/* user_memory.c - copies memory of the calling program, and the structure of an ioctl. */

#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "uapi/ntparport_ioctl.h"
#include "glue/user_memory.h"

bool nt_from_user(void *to, unsigned long from, size_t length)
{
	return !copy_from_user(to, (const void __user *)from, length);
}

bool nt_to_user(unsigned long to, const void *from, size_t length)
{
	return !copy_to_user((void __user *)to, from, length);
}

bool nt_user_can_write(unsigned long to, size_t length)
{
	return nt_user_has(to, length) && !fault_in_safe_writeable((char __user *)to, length);
}

bool nt_user_has(unsigned long address, size_t length)
{
	return current->mm && access_ok((const void __user *)address, length);
}

void *nt_charged_alloc(size_t size)
{
	return kvmalloc(size, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
}

#define SAME_PLACE(member)							\
	static_assert(offsetof(struct nt_control, member) ==			\
		      offsetof(struct ntparport_device_control, member))

SAME_PLACE(code);
SAME_PLACE(reserved);
SAME_PLACE(input);
SAME_PLACE(output);
SAME_PLACE(input_length);
SAME_PLACE(output_length);
SAME_PLACE(information);
SAME_PLACE(status);
static_assert(sizeof(struct nt_control) == sizeof(struct ntparport_device_control));
static_assert(NT_MAX_TRANSFER == NTPARPORT_MAX_LENGTH);

bool nt_control_get(struct nt_control *control, unsigned long from)
{
	return nt_from_user(control, from, sizeof(*control)) && nt_control_put(control, from);
}

bool nt_control_put(const struct nt_control *control, unsigned long to)
{
	struct ntparport_device_control __user *user = (void __user *)to;

	return !put_user(control->status, &user->status) &&
	       !put_user(control->information, &user->information);
}
