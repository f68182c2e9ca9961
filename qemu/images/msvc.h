/* SPDX-License-Identifier: GPL-2.0 */
/*
 * msvc.h - what Microsoft's tools put into a driver besides its sources: included before these, once in an
 * image. Stack cookies (/GS), the tables of control-flow guard (/guard:cf), and an INIT that is written, run
 * and discarded (/section:INIT,ERWD).
 */
#include <ntddk.h>

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath) __attribute__((section("INIT")));

/* The loader gives it a value: with this one, the driver's end is __fastfail(). */
ULONG_PTR __security_cookie = 0x00002b992ddfa232;

/* Frames that have to be checked are checked by this, which has none. */
__attribute__((no_stack_protector)) void __security_check_cookie(ULONG_PTR Cookie)
{
	if (Cookie != __security_cookie)
		__asm__ volatile("movl $2, %%ecx; int $0x29" : : : "ecx");
}

/* Linked by the names that compilers and linkers know. */
static void guard_check(void)
{
}

__attribute__((naked)) static void guard_dispatch(void)
{
	__asm__("jmp *%rax");
}

__attribute__((section(".00cfg"), used)) void (*const __guard_check_icall_fptr)(void) = guard_check;
__attribute__((section(".00cfg"), used)) void (*const __guard_dispatch_icall_fptr)(void) = guard_dispatch;
extern char __guard_fids_table[], __guard_fids_count[];

/* The load configuration, as of Windows 8.1, as far as the linker does not fill it in. */
struct load_configuration {
	ULONG Size, Others[21];
	ULONG_PTR Cookie, HandlerTable, HandlerCount;
	const void *Check, *Dispatch, *Table, *Count;
	ULONG Flags;
};

extern const struct load_configuration _load_config_used;
const struct load_configuration _load_config_used = {
	.Size = sizeof(struct load_configuration),
	.Cookie = (ULONG_PTR)&__security_cookie,
	.Check = &__guard_check_icall_fptr,
	.Dispatch = &__guard_dispatch_icall_fptr,
	.Table = __guard_fids_table,
	.Count = __guard_fids_count,
	.Flags = 0x500,
};
#ifdef __cplusplus
}
#endif
