/* SPDX-License-Identifier: GPL-2.0 */
/* winerror.h - the codes of errors of applications, as of mingw-w64's. */
#ifndef COMPAT_DRIVER_WINERROR_H
#define COMPAT_DRIVER_WINERROR_H

#define _WINERROR_

#include <basetsd.h>

#include "../../uapi/winerror.h"

#define FACILITY_WIN32		7
#define FACILITY_NT_BIT		0x10000000
#define SUCCEEDED(hr)		((HRESULT)(hr) >= 0)
#define FAILED(hr)		((HRESULT)(hr) < 0)
#define HRESULT_CODE(hr)	((hr) & 0xffff)
#define HRESULT_FACILITY(hr)	(((hr) >> 16) & 0x1fff)
#define HRESULT_SEVERITY(hr)	(((hr) >> 31) & 1)
#define MAKE_HRESULT(severity, facility, code) \
	((HRESULT)((ULONG)(severity) << 31 | (ULONG)(facility) << 16 | (ULONG)(code)))
#define HRESULT_FROM_NT(status)	((HRESULT)((status) | FACILITY_NT_BIT))
#define __HRESULT_FROM_WIN32(x) \
	((HRESULT)(x) <= 0 ? (HRESULT)(x) : \
	 (HRESULT)(((x) & 0x0000ffff) | (FACILITY_WIN32 << 16) | 0x80000000))
#define HRESULT_FROM_WIN32(x)	__HRESULT_FROM_WIN32(x)

#define SEVERITY_SUCCESS				0
#define SEVERITY_ERROR					1
#define E_UNEXPECTED					((HRESULT)0x8000FFFF)
#define E_NOTIMPL					((HRESULT)0x80004001)
#define E_OUTOFMEMORY					((HRESULT)0x8007000E)
#define E_INVALIDARG					((HRESULT)0x80070057)
#define E_NOINTERFACE					((HRESULT)0x80004002)
#define E_POINTER					((HRESULT)0x80004003)
#define E_HANDLE					((HRESULT)0x80070006)
#define E_ABORT						((HRESULT)0x80004004)
#define E_FAIL						((HRESULT)0x80004005)
#define E_ACCESSDENIED					((HRESULT)0x80070005)
#define E_PENDING					((HRESULT)0x8000000A)
#define S_OK						((HRESULT)0x00000000)
#define S_FALSE						((HRESULT)0x00000001)
#define ERROR_AUDITING_DISABLED				((HRESULT)0xC0090001)
#define ERROR_ALL_SIDS_FILTERED				((HRESULT)0xC0090002)

#endif
