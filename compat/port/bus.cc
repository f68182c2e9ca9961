// SPDX-License-Identifier: GPL-2.0
/// bus.cc - what drivers ask of the buses on which ports are: addresses, interrupts, devices.

#include "glue/io_port.h"
#include "glue/level.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/irql.h"
#include "port/opened.hh"
#include "port/resources.hh"

using port::Opened;
using port::Port;
using port::Resources;

namespace {

/// What *AddressSpace says: I/O, not memory.
constexpr ULONG io_space = 1;

/// A value of the registry, as IoQueryDeviceDescription() hands it over.
template <typename Data>
struct Value {
	KEY_VALUE_FULL_INFORMATION head{};
	Data data{};

	void is(ULONG type, ULONG length)
	{
		head.Type = type;
		head.DataOffset = offsetof(Value, data);
		head.DataLength = length;
	}
};

/// What a driver is told of a device: its identifier, and its resources.
class Description {
public:
	Description() = default;
	/// To be called once, for a port that is open.
	void fill(ntparport *core)
	{
		constexpr WCHAR text[] = L"PARALLEL";

		__builtin_memcpy(identifier_.data, text, sizeof(text));
		identifier_.is(REG_SZ, sizeof(text));
		configuration_.data.fill(core);
		const CM_FULL_RESOURCE_DESCRIPTOR &full = configuration_.data.list.List[0];
		// One descriptor is part of it.
		configuration_.is(REG_FULL_RESOURCE_DESCRIPTOR,
				  sizeof(full) + (full.PartialResourceList.Count - 1) *
							 sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR));
		// The list's Count is not part of the value.
		configuration_.head.DataOffset += offsetof(Resources, list) +
						  offsetof(CM_RESOURCE_LIST, List);
	}
	~Description() = default;
	Description(const Description &) = delete;
	Description &operator=(const Description &) = delete;

	INTERFACE_TYPE bus() const { return configuration_.data.list.List[0].InterfaceType; }
	PKEY_VALUE_FULL_INFORMATION *values() { return values_; }

private:
	Value<WCHAR[16]> identifier_;
	Value<Resources> configuration_;
	KEY_VALUE_FULL_INFORMATION *values_[IoQueryDeviceMaxData] = {
		&identifier_.head,
		&configuration_.head,
		nullptr,
	};
};

/// The description of the first port, of those from a number on, that can be opened.
struct Described {
	unsigned int number;
	bool found;
	Description description;

	static void visit(Port &port, void *context)
	{
		auto *self = static_cast<Described *>(context);

		if (self->found || port.number() < self->number || port.open())
			return;
		self->description.fill(port.core());
		self->number = port.number();
		self->found = true;
		port.close();
	}
};

/// Calls the routine for the controller of that number on its bus.
NTSTATUS tell(PIO_QUERY_DEVICE_ROUTINE routine, PVOID context, Description &description,
	      ULONG index)
{
	PKEY_VALUE_FULL_INFORMATION nothing[IoQueryDeviceMaxData] = {};
	WCHAR text[] = L"\\Registry\\Machine\\Hardware\\Description\\System\\MultifunctionAdapter"
		       L"\\0\\ParallelController\\0";
	UNICODE_STRING path;

	// There are not ten on a bus: the last character is the number.
	text[sizeof(text) / sizeof(*text) - 2] = static_cast<WCHAR>('0' + index % 10);
	RtlInitUnicodeString(&path, text);
	return call_or(STATUS_UNSUCCESSFUL, routine, context, &path, description.bus(), 0u, nothing,
		       ParallelController, index, description.values(), ArcSystem, 0u, nothing);
}

/// IoQueryDeviceDescription() for controllers. A bug check in the routine never returns: no port is
/// open, or has a reference, while the routine is called.
NTSTATUS tell_all(const INTERFACE_TYPE *bus, const ULONG *number, PIO_QUERY_DEVICE_ROUTINE routine,
		  PVOID context)
{
	ULONG seen[MaximumInterfaceType] = {};	// of the ports on each bus
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;

	for (unsigned int next = 0;;) {
		Described port = { next, false, {} };

		port::visit_ports(Described::visit, &port);
		if (!port.found)
			return status;
		next = port.number + 1;
		const INTERFACE_TYPE on = port.description.bus();
		const ULONG index = seen[on]++;
		if ((bus && *bus != on) || (number && *number != index))
			continue;
		status = tell(routine, context, port.description, index);
		if (!NT_SUCCESS(status))
			return status;
	}
}

/// The bus is there: each port's is the only one of its type.
bool is_bus(ULONG number) { return !number; }

}

NTSTATUS NTAPI IoQueryDeviceDescription(
	PINTERFACE_TYPE bus, PULONG bus_number, PCONFIGURATION_TYPE controller,
	PULONG controller_number,
	// NOLINTNEXTLINE(readability-non-const-parameter): Windows' type
	PCONFIGURATION_TYPE peripheral, PULONG, PIO_QUERY_DEVICE_ROUTINE routine, PVOID context)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if ((bus && !ok(is_memory(bus), "the bus type")) ||
	    (bus_number && !ok(is_memory(bus_number), "the number of the bus")) ||
	    (controller && !ok(is_memory(controller), "the controller type")) ||
	    (controller_number &&
	     !ok(is_memory(controller_number), "the number of the controller")) ||
	    !ok(is_routine(routine), "the routine"))
		return STATUS_INVALID_PARAMETER;
	if (!bus && !controller && !peripheral)
		return STATUS_INVALID_PARAMETER;
	if (!controller || *controller != ParallelController || peripheral ||
	    (bus_number && !is_bus(*bus_number)))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return tell_all(bus, controller_number, routine, context);
}

ULONG NTAPI HalGetInterruptVector(INTERFACE_TYPE, ULONG bus, ULONG level, ULONG, PKIRQL irql,
				  PKAFFINITY affinity)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(irql), "the place for the IRQL") ||
	    !ok(is_memory(affinity), "the place for the processors"))
		return 0;
	*irql = 0;
	*affinity = 0;
	if (!is_bus(bus) || !Opened::with_interrupt(level)) {
		Caller().complain("%u on bus %u is not the interrupt of a parallel port", level,
				  bus);
		return 0;
	}
	*irql = NT_DIRQL;
	*affinity = KeQueryActiveProcessors();
	return level;
}

BOOLEAN NTAPI HalTranslateBusAddress(INTERFACE_TYPE, ULONG bus, PHYSICAL_ADDRESS address,
				     PULONG space, PPHYSICAL_ADDRESS translated)
{
	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_memory(space), "the address space") ||
	    !ok(is_memory(translated), "the place for the address"))
		return FALSE;
	const auto number = static_cast<ULONGLONG>(address.QuadPart);
	if (!is_bus(bus) || *space != io_space || number >= NT_IO_PORTS ||
	    !nt_io_port_known(static_cast<unsigned long>(number), 1)) {
		Caller().complain("0x%llx on bus %u is not a register of a parallel port: refused",
				  number, bus);
		return FALSE;
	}
	*translated = address;
	return TRUE;
}

// An ISA bus has no configuration, and parallel ports need none of another's.

ULONG NTAPI HalGetBusData(BUS_DATA_TYPE, ULONG, ULONG, PVOID, ULONG) { return 0; }
ULONG NTAPI HalGetBusDataByOffset(BUS_DATA_TYPE, ULONG, ULONG, PVOID, ULONG, ULONG) { return 0; }
ULONG NTAPI HalSetBusData(BUS_DATA_TYPE, ULONG, ULONG, PVOID, ULONG) { return 0; }
ULONG NTAPI HalSetBusDataByOffset(BUS_DATA_TYPE, ULONG, ULONG, PVOID, ULONG, ULONG) { return 0; }
