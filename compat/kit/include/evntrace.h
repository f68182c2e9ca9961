/* SPDX-License-Identifier: GPL-2.0 */
/* evntrace.h - tracing of events: there is none here, but its headers are included for their types. */
#ifndef COMPAT_DRIVER_EVNTRACE_H
#define COMPAT_DRIVER_EVNTRACE_H

#include <wdm.h>
#include <wmistr.h>

typedef ULONG64 TRACEHANDLE, *PTRACEHANDLE;

#define TRACE_LEVEL_NONE	0
#define TRACE_LEVEL_CRITICAL	1
#define TRACE_LEVEL_FATAL	1
#define TRACE_LEVEL_ERROR	2
#define TRACE_LEVEL_WARNING	3
#define TRACE_LEVEL_INFORMATION	4
#define TRACE_LEVEL_VERBOSE	5

#endif
