// SPDX-License-Identifier: GPL-2.0
/// port.cc - what drivers know as a port: who refers to it, who uses it.

#include "io/device.h"
#include "port/port.hh"
#include "port/ports.hh"

using port::OpenGuard;
using port::Port;
using port::PortRef;
using rt::Unique;

Port::Port(unsigned int number) : number_(number), later_(give_back_later, this, true)
{
	_snwprintf(name_, sizeof(name_) / sizeof(*name_), L"\\Device\\ParallelPort%u", number);
	_snwprintf(lpt_, sizeof(lpt_) / sizeof(*lpt_), L"LPT%u", number + 1);
}

Port *Port::create(unsigned int number)
{
	Unique<Port> port(new (rt::kernel) Port(number));
	UNICODE_STRING name;

	if (!port || !port->later_)
		return nullptr;
	RtlInitUnicodeString(&name, port->name_);
	if (!NT_SUCCESS(nt_device_create(builtin_driver, extension_size, &name,
					 FILE_DEVICE_PARALLEL_PORT, 0, FALSE, port.get(),
					 &port->device_)))
		return nullptr;
	port->device_->Flags |= DO_BUS_ENUMERATED_DEVICE;
	port->device_->Flags &= ~DO_DEVICE_INITIALIZING;
	return port.release();
}

bool Port::use()
{
	unsigned int seen = __atomic_load_n(&state_, __ATOMIC_RELAXED);

	do {
		if (!(seen & is_open))
			return false;
	} while (!__atomic_compare_exchange_n(&state_, &seen, seen + user, true, __ATOMIC_ACQUIRE,
					      __ATOMIC_RELAXED));
	return true;
}

/// The error number in what ntparport_get() returns, or 0.
static int error_of(const ntparport *core)
{
	constexpr long max_errno = 4095;
	const long value = reinterpret_cast<long>(core);

	return value < 0 && value >= -max_errno ? static_cast<int>(value) : 0;
}

int Port::open()
{
	const OpenGuard guard;

	if (use())
		return 0;
	if (removed_)
		return -GLUE_ENODEV;
	ntparport *core = ntparport_get(number_);
	if (const int err = error_of(core))
		return err;
	__atomic_store_n(&core_, core, __ATOMIC_RELAXED);
	interrupt_.publish(core);
	// From here on, use() finds the port open.
	__atomic_store_n(&state_, is_open | user, __ATOMIC_RELEASE);
	return 0;
}

/// Gives the module's port back, unless somebody has begun to use it since.
void Port::give_back()
{
	const OpenGuard guard;
	unsigned int unused = is_open;

	if (!__atomic_compare_exchange_n(&state_, &unused, 0, false, __ATOMIC_ACQ_REL,
					 __ATOMIC_RELAXED))
		return;
	ntparport *core = core_;
	interrupt_.unpublish();
	__atomic_store_n(&core_, nullptr, __ATOMIC_RELAXED);
	ntparport_put(core);
}

/// An exchange, so that whoever finds the work still queued has closed the port before this looks.
void Port::give_back_later(void *context)
{
	const auto port = PortRef::taken(context);

	static_cast<void>(__atomic_exchange_n(&port->later_queued_, false, __ATOMIC_ACQ_REL));
	port->give_back();
}

void Port::close()
{
	if (__atomic_sub_fetch(&state_, user, __ATOMIC_ACQ_REL) != is_open)
		return;
	if (KeGetCurrentIrql() == PASSIVE_LEVEL) {
		give_back();
		return;
	}
	if (__atomic_exchange_n(&later_queued_, true, __ATOMIC_ACQ_REL))
		return;
	get();
	later_.queue();
}

NTSTATUS port::status_of_open(int err)
{
	switch (err) {
	case 0:
		return STATUS_SUCCESS;
	case -GLUE_EBUSY:
		return STATUS_DEVICE_BUSY;
	case -GLUE_ENOMEM:
		return STATUS_INSUFFICIENT_RESOURCES;
	default:
		return STATUS_DELETE_PENDING;
	}
}

/// A driver may give back the file of IoGetDeviceObjectPointer() and go on using the device: it has
/// the port as well, because to Windows that makes no difference.
NTSTATUS Port::use_for_request(const void *caller)
{
	if (use())
		return STATUS_SUCCESS;
	if (KeGetCurrentIrql() > PASSIVE_LEVEL)
		return STATUS_INVALID_DEVICE_STATE;
	const NTSTATUS status = status_of_open(open());
	if (!NT_SUCCESS(status))
		return status;
	const OpenGuard guard;
	if (borrowed_ || removed_)
		return STATUS_SUCCESS;
	// The port is open, because the request uses it.
	borrowed_ = use();
	glue_log(GLUE_INFO, nullptr,
		 "%pS: %s is used without being open: kept open until it is gone", caller,
		 nt_device_label(device_));
	return STATUS_SUCCESS;
}

void Port::remove()
{
	bool borrowed;
	{
		const OpenGuard guard;

		removed_ = true;
		borrowed = borrowed_;
	}
	if (borrowed)
		close();
	nt_device_delete(device_);
}
