/* SPDX-License-Identifier: GPL-2.0 */
/* nt_macros_ntifs.h - functions that are macros in ntifs.h, as those of nt_macros.h are. */
#ifndef COMPAT_DRIVER_NT_MACROS_NTIFS_H
#define COMPAT_DRIVER_NT_MACROS_NTIFS_H

#ifdef __cplusplus
extern "C" {
#endif

FORCEINLINE ULONG nt_macro_RtlOemStringToUnicodeSize(PCOEM_STRING String)
{
	return RtlOemStringToUnicodeSize(String);
}

FORCEINLINE ULONG nt_macro_RtlOemStringToCountedUnicodeSize(PCOEM_STRING String)
{
	return RtlOemStringToCountedUnicodeSize(String);
}

FORCEINLINE ULONG nt_macro_RtlUnicodeStringToOemSize(PCUNICODE_STRING String)
{
	return RtlUnicodeStringToOemSize(String);
}

FORCEINLINE ULONG nt_macro_RtlUnicodeStringToCountedOemSize(PCUNICODE_STRING String)
{
	return RtlUnicodeStringToCountedOemSize(String);
}

#ifdef __cplusplus
}
#endif

#endif
