/* SPDX-License-Identifier: GPL-2.0 */
/* evntrace.h - what there is of it in a Windows kernel without event tracing: types and levels. */
#ifndef COMPAT_DRIVER_EVNTRACE_H
#define COMPAT_DRIVER_EVNTRACE_H

#define _EVNTRACE_
#define _TRACEHANDLE_DEFINED

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
#define TRACE_LEVEL_RESERVED6	6
#define TRACE_LEVEL_RESERVED7	7
#define TRACE_LEVEL_RESERVED8	8
#define TRACE_LEVEL_RESERVED9	9

#endif
