// SPDX-License-Identifier: GPL-2.0
/* check.c - what drivers hand over: whether it is memory at all. */

#include <linux/mm.h>
#include <linux/uaccess.h>

#include "base/nt.h"
#include "base/check.h"

bool nt_is_memory(const void *address, size_t size)
{
	unsigned long at = (unsigned long)address;
	const unsigned long last = at + max_t(size_t, size, 1) - 1;
	u8 byte;

	if (last < at)
		return false;
	/* A byte of each page, which faults without harm. */
	for (;;) {
		if (copy_from_kernel_nofault(&byte, (void *)at, sizeof(byte)))
			return false;
		if (last >> PAGE_SHIFT == at >> PAGE_SHIFT)
			return true;
		at = (at | ~PAGE_MASK) + 1;
	}
}

bool nt_is_string(const UNICODE_STRING *string)
{
	return nt_is_memory(string, sizeof(*string)) &&
	       (!string->Length || nt_is_memory(string->Buffer, string->Length));
}

bool nt_is_room(const UNICODE_STRING *string)
{
	return nt_is_string(string) && string->Length <= string->MaximumLength &&
	       (!string->MaximumLength || nt_is_memory(string->Buffer, string->MaximumLength));
}

/* As strings come, a page at a time. */
bool nt_is_text(const void *text, bool wide)
{
	const size_t size = wide ? sizeof(WCHAR) : sizeof(char);
	const u8 *at = text;

	for (;; at += size) {
		if ((at == text || offset_in_page(at) < size) && !nt_is_memory(at, size))
			return false;
		if (wide ? !*(const WCHAR *)at : !*at)
			return true;
	}
}

bool nt_is_list(const LIST_ENTRY *head)
{
	return nt_is_memory(head, sizeof(*head)) &&
	       nt_is_memory(head->Flink, sizeof(*head)) &&
	       nt_is_memory(head->Blink, sizeof(*head)) &&
	       head->Flink->Blink == head && head->Blink->Flink == head;
}
