/* SPDX-License-Identifier: GPL-2.0 */
/*
 * trace.h - the events ntparport:*, for trace-cmd, perf and bpftrace.
 *
 * An interrupt passes its events only while one of them is enabled: switched off, they cost
 * nothing (watch.c).
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ntparport

#if !defined(NTPARPORT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define NTPARPORT_TRACE_H

#include <linux/tracepoint.h>

#include "watch.h"

TRACE_EVENT_FN(interrupt_exit,
	TP_PROTO(unsigned int port, bool claimed),
	TP_ARGS(port, claimed),
	TP_STRUCT__entry(
		__field(unsigned int, port)
		__field(bool, claimed)
	),
	TP_fast_assign(
		__entry->port = port;
		__entry->claimed = claimed;
	),
	TP_printk("parport%u %s", __entry->port, __entry->claimed ? "claimed" : "unclaimed"),
	watch_begin, watch_end
);

TRACE_EVENT_FN(routine_entry,
	TP_PROTO(unsigned int port, const void *routine, const void *context),
	TP_ARGS(port, routine, context),
	TP_STRUCT__entry(
		__field(unsigned int, port)
		__field(const void *, routine)
		__field(const void *, context)
	),
	TP_fast_assign(
		__entry->port = port;
		__entry->routine = routine;
		__entry->context = context;
	),
	TP_printk("parport%u %pS context %p", __entry->port, __entry->routine, __entry->context),
	watch_begin, watch_end
);

TRACE_EVENT_FN(routine_exit,
	TP_PROTO(unsigned int port, const void *routine, bool claimed, u64 ns),
	TP_ARGS(port, routine, claimed, ns),
	TP_STRUCT__entry(
		__field(unsigned int, port)
		__field(const void *, routine)
		__field(bool, claimed)
		__field(u64, ns)
	),
	TP_fast_assign(
		__entry->port = port;
		__entry->routine = routine;
		__entry->claimed = claimed;
		__entry->ns = ns;
	),
	TP_printk("parport%u %pS %s after %llu ns", __entry->port, __entry->routine,
		  __entry->claimed ? "TRUE" : "FALSE", __entry->ns),
	watch_begin, watch_end
);

DECLARE_EVENT_CLASS(ntparport_service,
	TP_PROTO(unsigned int port, const void *isr, const void *deferred, int error),
	TP_ARGS(port, isr, deferred, error),
	TP_STRUCT__entry(
		__field(unsigned int, port)
		__field(const void *, isr)
		__field(const void *, deferred)
		__field(int, error)
	),
	TP_fast_assign(
		__entry->port = port;
		__entry->isr = isr;
		__entry->deferred = deferred;
		__entry->error = error;
	),
	TP_printk("parport%u isr %pS deferred %pS error %d", __entry->port, __entry->isr,
		  __entry->deferred, __entry->error)
);

DEFINE_EVENT(ntparport_service, connect,
	TP_PROTO(unsigned int port, const void *isr, const void *deferred, int error),
	TP_ARGS(port, isr, deferred, error));
DEFINE_EVENT(ntparport_service, disconnect,
	TP_PROTO(unsigned int port, const void *isr, const void *deferred, int error),
	TP_ARGS(port, isr, deferred, error));

DECLARE_EVENT_CLASS(ntparport_client,
	TP_PROTO(unsigned int port, const void *client),
	TP_ARGS(port, client),
	TP_STRUCT__entry(
		__field(unsigned int, port)
		__field(const void *, client)
	),
	TP_fast_assign(
		__entry->port = port;
		__entry->client = client;
	),
	TP_printk("parport%u %pS", __entry->port, __entry->client)
);

/* The client has the port: it got it at once, or after waiting. */
DEFINE_EVENT(ntparport_client, allocate_granted,
	TP_PROTO(unsigned int port, const void *client), TP_ARGS(port, client));
DEFINE_EVENT(ntparport_client, allocate_queued,
	TP_PROTO(unsigned int port, const void *client), TP_ARGS(port, client));
/* Cancelled by the client, or because the port was removed. */
DEFINE_EVENT(ntparport_client, allocate_cancelled,
	TP_PROTO(unsigned int port, const void *client), TP_ARGS(port, client));
DEFINE_EVENT(ntparport_client, free,
	TP_PROTO(unsigned int port, const void *client), TP_ARGS(port, client));

DECLARE_EVENT_CLASS(ntparport_port,
	TP_PROTO(unsigned int port),
	TP_ARGS(port),
	TP_STRUCT__entry(__field(unsigned int, port)),
	TP_fast_assign(__entry->port = port;),
	TP_printk("parport%u", __entry->port)
);

DEFINE_EVENT_FN(ntparport_port, interrupt_entry,
	TP_PROTO(unsigned int port), TP_ARGS(port), watch_begin, watch_end);
/* Left to a Linux driver; back from Linux. */
DEFINE_EVENT(ntparport_port, yield, TP_PROTO(unsigned int port), TP_ARGS(port));
DEFINE_EVENT(ntparport_port, regain, TP_PROTO(unsigned int port), TP_ARGS(port));
DEFINE_EVENT(ntparport_port, deferred_check, TP_PROTO(unsigned int port), TP_ARGS(port));

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
