/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * guid.h - DEFINE_GUID(), which declares a GUID or, behind <initguid.h> or INITGUID, defines it.
 * It is read again for that.
 */
#undef DEFINE_GUID
#undef NTPARPORT_DEFINED
#ifdef INITGUID
#ifdef __cplusplus
#define NTPARPORT_DEFINED EXTERN_C
#else
#define NTPARPORT_DEFINED
#endif
#define DEFINE_GUID(name, a, b, c, d1, d2, d3, d4, d5, d6, d7, d8) \
	EXTERN_C const GUID name; \
	NTPARPORT_DEFINED const GUID name __attribute__((weak)) = { \
		a, b, c, { d1, d2, d3, d4, d5, d6, d7, d8 } }
#else
#define DEFINE_GUID(name, a, b, c, d1, d2, d3, d4, d5, d6, d7, d8) EXTERN_C const GUID name
#endif
