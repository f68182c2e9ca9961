// SPDX-License-Identifier: GPL-2.0
/// check.cc - checks of what drivers hand over.

#include "glue/log.h"
#include "base/check.hh"

void Caller::complain(const char *format, ...) const
{
	va_list arguments;

	__builtin_va_start(arguments, format);
	nt_vwarn_of_call(code(), routine_, format, arguments);
	__builtin_va_end(arguments);
}

void complain_of_mistake(const char *mistake, Caller caller)
{
	nt_warn_of_mistake(caller.code(), caller.called(), mistake);
}

void complain_of_address(const char *what, Caller caller)
{
	nt_warn_of_address(caller.code(), caller.called(), what);
}

void complain_of_irql(KIRQL irql, KIRQL max, Caller caller)
{
	nt_warn_of_irql(caller.code(), caller.called(), irql, max);
}

bool nt_is_string(const UNICODE_STRING *string)
{
	return is_memory(string) &&
	       (!string->Length || nt_is_memory(string->Buffer, string->Length));
}

bool nt_is_room(const UNICODE_STRING *string)
{
	return nt_is_string(string) && string->Length <= string->MaximumLength &&
	       (!string->MaximumLength || nt_is_memory(string->Buffer, string->MaximumLength));
}

template <typename Character>
static bool is_text(const Character *text)
{
	// Checks once per page, because the text may end just before one that is not mapped.
	for (const Character *at = text;; at++) {
		if ((at == text || reinterpret_cast<ULONG_PTR>(at) % PAGE_SIZE < sizeof(*at)) &&
		    !is_memory(at))
			return false;
		if (!*at)
			return true;
	}
}

bool nt_is_text(const void *text, bool wide)
{
	return wide ? is_text(static_cast<const WCHAR *>(text)) :
		      is_text(static_cast<const char *>(text));
}

bool nt_is_list(const LIST_ENTRY *head)
{
	return is_memory(head) && is_memory(head->Flink) && is_memory(head->Blink) &&
	       head->Flink->Blink == head && head->Blink->Flink == head;
}
