// SPDX-License-Identifier: GPL-2.0
/// relations.cc - a driver says that a device of its own has changed, or the devices on it.

#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "module/rt/unique.hh"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/held.hh"
#include "io/irp.h"
#include "port/instance.hh"
#include "port/pnp.hh"

using io::Held;
using rt::Unique;

namespace {

/// What is to be asked. It is asked by a thread of the system, as all Plug and Play requests are
/// sent: one after the other.
struct Question {
	const Held device;
	const UCHAR minor;
	Work work{ run, this, nt_may_sleep() };

	Question(PDEVICE_OBJECT object, UCHAR what) : device(object), minor(what) { }
	~Question() = default;
	Question(const Question &) = delete;
	Question &operator=(const Question &) = delete;

	static void run(void *question);
};

/// What is kept until the request is complete, which may be after the wait for it.
struct Answer {
	const PIRP irp;
	const void *const code;	 // of the driver that the answer is from

	Answer(PIRP request, const void *of) : irp(request), code(of) { }
	~Answer() = default;
	Answer(const Answer &) = delete;
	Answer &operator=(const Answer &) = delete;
};

/// How many devices are in the answer, a block of that size; -1: it is too small for what it says.
LONG devices_in(const DEVICE_RELATIONS &relations, size_t size)
{
	constexpr size_t header = offsetof(DEVICE_RELATIONS, Objects);

	if (size < header || relations.Count > (size - header) / sizeof(PVOID))
		return -1;
	return static_cast<LONG>(relations.Count);
}

/// Nobody looks for drivers for what is in the answer: it is given back.
void answered(void *context, NTSTATUS status)
{
	const Unique<Answer> answer(static_cast<Answer *>(context));
	auto *relations = reinterpret_cast<PDEVICE_RELATIONS>(answer->irp->IoStatus.Information);
	const Caller driver(answer->code, "IRP_MN_QUERY_DEVICE_RELATIONS");

	if (!NT_SUCCESS(status) || !relations)
		return;
	const size_t size = nt_pool_size(relations, 0);
	if (!size) {
		driver.complain("the answer, %p, is not a block of the pool", relations);
		return;
	}
	const LONG devices = devices_in(*relations, size);
	if (devices < 0)
		driver.complain("the answer has more devices than its block of %zu bytes can hold",
				size);
	for (LONG n = 0; n < devices; n++)
		nt_object_give_back(relations->Objects[n], driver);
	nt_pool_free(driver.code(), driver.called(), relations);
}

/// The device stays as it is, whatever its driver says.
void state_answered(void *context, NTSTATUS status)
{
	constexpr PNP_DEVICE_STATE ended = PNP_DEVICE_DISABLED | PNP_DEVICE_FAILED |
					   PNP_DEVICE_REMOVED;
	const Unique<Answer> answer(static_cast<Answer *>(context));
	const auto state = static_cast<PNP_DEVICE_STATE>(answer->irp->IoStatus.Information);

	if (NT_SUCCESS(status) && state & ended)
		Caller(answer->code, "IRP_MN_QUERY_PNP_DEVICE_STATE")
			.complain(
				"the answer, 0x%x, says that the device has ended: it stays until the driver is unloaded or the port is removed",
				state);
}

void ask(void *context)
{
	const auto *question = static_cast<const Question *>(context);
	const bool of_relations = question->minor == IRP_MN_QUERY_DEVICE_RELATIONS;
	const Held top = Held::top_of(question->device.object());
	PIRP irp = port::create_pnp_request(top.object(), question->minor);

	if (!irp)
		return;
	if (of_relations)
		IoGetNextIrpStackLocation(irp)->Parameters.QueryDeviceRelations.Type = BusRelations;
	Unique<Answer> answer(new (rt::kernel) Answer(irp, nt_driver_code(top.driver())));
	if (!answer) {
		nt_irp_destroy(irp);
		return;
	}
	nt_irp_send_and_wait(top.object(), irp, top.driver(),
			     of_relations ? answered : state_answered, answer.release());
}

void Question::run(void *question)
{
	const Unique<Question> self(static_cast<Question *>(question));

	port::pnp_do_while_awake(ask, question);
}

bool is_plug_and_play(PDEVICE_OBJECT device)
{
	const auto bottom = Ref<DEVICE_OBJECT>::taken(nt_device_bottom(device));

	return nt_device_is_physical(bottom.get());
}

/// Has the stack of the device asked. Without memory, nobody asks, and nothing is lost. A device that
/// was deleted is not asked.
void have_asked(PDEVICE_OBJECT device, UCHAR minor)
{
	Unique<Question> question(new (rt::kernel, nt_may_sleep()) Question(device, minor));

	if (question && question->work && question->device)
		question.release()->work.queue();
}

bool on_port_ok(PDEVICE_OBJECT device, Caller caller = Caller())
{
	if (!io::device_ok(device, caller))
		return false;
	if (is_plug_and_play(device))
		return true;
	caller.complain("device %p is not on a port", device);
	return false;
}

}

VOID NTAPI IoInvalidateDeviceRelations(PDEVICE_OBJECT device, DEVICE_RELATION_TYPE type)
{
	if (!irql_ok(DISPATCH_LEVEL) || !on_port_ok(device))
		return;
	// No others are kept, so that none is out of date.
	if (type == BusRelations || type == SingleBusRelations)
		have_asked(device, IRP_MN_QUERY_DEVICE_RELATIONS);
}

VOID NTAPI IoInvalidateDeviceState(PDEVICE_OBJECT device)
{
	if (irql_ok(DISPATCH_LEVEL) && on_port_ok(device))
		have_asked(device, IRP_MN_QUERY_PNP_DEVICE_STATE);
}

VOID NTAPI IoRequestDeviceEject(PDEVICE_OBJECT device)
{
	if (irql_ok(DISPATCH_LEVEL) && on_port_ok(device))
		Caller().complain("no device on a parallel port can be ejected: it stays");
}
