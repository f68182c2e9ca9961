// SPDX-License-Identifier: GPL-2.0
/* text.c - text that users type. */

#include <linux/kernel.h>
#include <linux/nls.h>
#include <linux/string.h>

#include "glue/text.h"

int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room)
{
	return utf8s_to_utf16s(text, length, UTF16_HOST_ENDIAN, (wchar_t *)result, room);
}

bool nt_parse_number(const char *text, ULONGLONG *number)
{
	u64 value;

	/* kstrtou64() would accept a sign, and a newline at the end. */
	if (text[0] < '0' || text[0] > '9' || strchr(text, '\n') || kstrtou64(text, 0, &value))
		return false;
	*number = value;
	return true;
}
