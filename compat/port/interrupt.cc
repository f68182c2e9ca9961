// SPDX-License-Identifier: GPL-2.0
/// interrupt.cc - drivers connect to the interrupt of a port themselves (IoConnectInterrupt()).

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "ke/interrupt.hh"
#include "ke/spin_lock.h"
#include "port/detect.h"
#include "port/opened.hh"

using port::Opened;
using rt::Unique;
/// Whoever disconnects an interrupt has this: it is not freed meanwhile.
using ClaimsGuard = MutexGuard<NT_CLAIMS_MUTEX>;

namespace {

/// A connection, which keeps its port open.
class Connection : public ke::Interrupt {
public:
	Connection(Opened port, PKSERVICE_ROUTINE routine, PVOID context, PKSPIN_LOCK lock)
		: Interrupt(port.core(), routine, context, lock), opened_(std::move(port))
	{ }
	~Connection() = default;
	Connection(const Connection &) = delete;
	Connection &operator=(const Connection &) = delete;

	/// Whatever is published is one of these.
	static Unique<Connection> of(ke::Interrupt *interrupt)
	{
		return Unique(static_cast<Connection *>(interrupt));
	}
	/// The routine is no longer called when this returns.
	void disconnect() REQUIRES(ClaimsGuard::lock)
	{
		const ntparport_interrupt_service what = service();

		// A port that was removed has ended its connections.
		ntparport_disconnect(port(), &what);
	}

private:
	const Opened opened_;
};

bool arguments_ok(PKINTERRUPT *object, PKSERVICE_ROUTINE routine, PKSPIN_LOCK lock, Caller caller)
{
	return ok(is_memory(object), "the place for the interrupt object", caller) &&
	       ok(is_routine(routine), "the routine", caller) &&
	       (!lock || ok(is_memory(lock), "the lock", caller));
}

/// 0 or a negative errno.
int connect(Unique<Connection> &connection, PKINTERRUPT *object, bool exclusive)
{
	const ntparport_interrupt_service what = connection->service();
	const PKINTERRUPT name = connection->object();
	// Nobody ends the driver's connections meanwhile; and a dead driver gets no new ones.
	const ClaimsGuard guard;

	if (nt_dead(connection->code()))
		return -GLUE_EPERM;
	// The routine may be called, and queue a DPC that uses the object, before this returns.
	*object = name;
	connection->publish();
	const int err = core_connect_line(connection->port(), &what, exclusive);
	if (err) {
		*object = nullptr;
		ke::Interrupt::unpublish(name);
		return err;
	}
	connection->set_connected();
	static_cast<void>(connection.release());
	return 0;
}

}

NTSTATUS NTAPI IoConnectInterrupt(PKINTERRUPT *object, PKSERVICE_ROUTINE routine, PVOID context,
				  PKSPIN_LOCK lock, ULONG vector, KIRQL irql, KIRQL synchronize,
				  KINTERRUPT_MODE, BOOLEAN share, KAFFINITY, BOOLEAN)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!arguments_ok(object, routine, lock, caller))
		return STATUS_INVALID_PARAMETER;
	*object = nullptr;
	if (synchronize < irql) {
		caller.complain("SynchronizeIrql %u is below Irql %u", synchronize, irql);
		return STATUS_INVALID_PARAMETER;
	}
	Opened port = Opened::with_interrupt(vector);
	if (!port) {
		caller.complain("%u is not the interrupt of a parallel port: not connected",
				vector);
		return STATUS_INVALID_PARAMETER;
	}
	Unique<Connection> connection(new (rt::kernel)
					      Connection(std::move(port), routine, context, lock));
	if (!connection)
		return STATUS_INSUFFICIENT_RESOURCES;
	// At DIRQL it is taken as it is.
	if (lock)
		nt_spinlock(lock, caller.address());
	switch (connect(connection, object, !share)) {
	case 0:
		return STATUS_SUCCESS;
	case -GLUE_ENOMEM:
		return STATUS_INSUFFICIENT_RESOURCES;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

VOID NTAPI IoDisconnectInterrupt(PKINTERRUPT object)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return;
	const ClaimsGuard guard;
	const Unique<Connection> connection = Connection::of(ke::Interrupt::unpublish(object));
	if (connection)
		connection->disconnect();
	else
		Caller().complain("%p is not an interrupt object of IoConnectInterrupt()", object);
}

static void disconnect_all_of(const module *module, const char *name) REQUIRES(ClaimsGuard::lock)
{
	while (ke::Interrupt *interrupt = ke::Interrupt::disconnected_of(module)) {
		static_cast<Connection *>(interrupt)->disconnect();
		nt_warn("%s did not call IoDisconnectInterrupt() for %ps: disconnected\n", name,
			interrupt->code());
	}
}

void nt_interrupts_die(const module *module, const char *name)
{
	const ClaimsGuard guard;

	disconnect_all_of(module, name);
}

void nt_interrupts_gone(const module *module, const char *name)
{
	const ClaimsGuard guard;

	disconnect_all_of(module, name);
	while (const auto connection = Connection::of(ke::Interrupt::unpublish_of(module)))
		;
}
