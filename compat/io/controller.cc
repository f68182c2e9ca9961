// SPDX-License-Identifier: GPL-2.0
/// controller.cc - controllers, which several devices of a driver share: one after the other has it.

#include <new>

#include "glue/log.h"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "ke/gone.h"
#include "ex/pool.h"
#include "ex/work_queue.h"
#include "io/check.hh"
#include "io/controller.hh"
#include "io/device.hh"
#include "io/dispatch_level.hh"

using Wait = nt_controller_wait;
using Guard = SpinGuard<NT_CONTROLLERS_LOCK>;

namespace {

/// A controller, which is an object. Its extension follows it.
struct Controller {
	CONTROLLER_OBJECT object{};  // first: what drivers see
	rt::Link link{};	     // in the list of all
	const Ref<nt_driver> driver;
	const size_t size;  // with the extension
	/// Oldest first.
	rt::List<Wait> waiting GUARDED_BY(Guard::lock);
	/// A device has it.
	bool busy GUARDED_BY(Guard::lock) = false;
	/// Somebody is in a routine of one that has got it.
	bool calling GUARDED_BY(Guard::lock) = false;
	/// IoDeleteController() was called.
	bool deleted GUARDED_BY(Guard::lock) = false;

	Controller(nt_driver *owner, size_t whole_size)
		: driver(Ref<nt_driver>::of(owner)), size(whole_size)
	{ }
	/// Takes out what was queued in the extension after IoDeleteController().
	~Controller() { nt_driver_memory_gone(this, size, code_of(driver->entry)); }
	Controller(const Controller &) = delete;
	Controller &operator=(const Controller &) = delete;

	/// Nobody waits any longer.
	void forget_waiting_locked() REQUIRES(Guard::lock)
	{
		while (Wait *wait = waiting.pop_front())
			wait->controller = nullptr;
	}
	/// Ends what runs in the extension. PASSIVE_LEVEL.
	void stop()
	{
		nt_memory_stop(this, size, code_of(driver->entry));
		nt_work_queue_memory_gone(this, size);
	}
};

using ControllerRef = Ref<Controller>;

/// On Windows, the number of such objects.
constexpr SHORT controller_type = IO_TYPE_CONTROLLER;
constexpr size_t extension_at = (sizeof(Controller) + 15) / 16 * 16;

void destroy(void *object) { static_cast<Controller *>(object)->~Controller(); }

constinit const nt_object_type type = {
	.name = "controller",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
};

constinit rt::List<Controller> controllers GUARDED_BY(Guard::lock);

/// A device that has got the controller, and what is to be called.
struct Turn {
	Ref<nt_device> device;
	PDRIVER_CONTROL routine = nullptr;
	PVOID context = nullptr;
};

/// The device that is next gets the controller. False: none is, or a device has it; then nobody is in
/// a routine any longer.
bool begin_turn_locked(Controller &controller, Turn &turn) REQUIRES(Guard::lock)
{
	Wait *next = controller.busy ? nullptr : controller.waiting.pop_front();

	controller.calling = next;
	if (!next)
		return false;
	controller.busy = true;
	controller.object.DeviceWaitQueue.Busy = TRUE;
	next->controller = nullptr;
	turn.device = Ref<nt_device>::of(CONTAINING_RECORD(next, nt_device, controller));
	turn.routine = next->routine;
	turn.context = next->context;
	return true;
}

/// The device gives it back. False: it had not got it.
bool end_turn_locked(Controller &controller) REQUIRES(Guard::lock)
{
	const bool had = controller.busy;

	controller.busy = false;
	controller.object.DeviceWaitQueue.Busy = FALSE;
	return had;
}

/// Whether the routine has given back what it had.
void look_at(IO_ALLOCATION_ACTION action, Controller &controller, const Turn &turn)
{
	const Caller whose(code_of(turn.routine), "IoAllocateController");

	if (action == DeallocateObject) {
		bool had;
		{
			const Guard guard;

			had = end_turn_locked(controller);
		}
		// A driver that is dead is not called, and has given nothing back.
		if (!had)
			whose.complain(
				"the routine returns DeallocateObject, but has called IoFreeController already");
	} else if (action != KeepObject) {
		whose.complain(
			"the routine returns %d, which is neither KeepObject nor DeallocateObject: its device keeps the controller",
			static_cast<int>(action));
	}
}

/// Calls the routines of those that get the controller, one after the other: one that gives it back
/// inside its routine makes the next one wait until that has returned, or many would need a long
/// stack. Nobody else does so meanwhile. The caller keeps the controller.
void run(Controller &controller)
{
	const io::DispatchLevel raised;

	for (bool first = true;; first = false) {
		Turn turn;
		{
			const Guard guard;

			if (first && controller.calling)
				return;
			if (!begin_turn_locked(controller, turn))
				return;
		}
		PDEVICE_OBJECT device = &turn.device->object;
		look_at(call_or(DeallocateObject, turn.routine, device, device->CurrentIrp, nullptr,
				turn.context),
			controller, turn);
	}
}

/// A reference to what a driver says is a controller of its own; none: it is not, which is logged.
ControllerRef get_own(PCONTROLLER_OBJECT object, Caller caller)
{
	if (!NT_SUCCESS(nt_object_get_known(object, &type))) {
		caller.complain("%p is not a controller, or is already gone", object);
		return {};
	}
	auto controller = ControllerRef::taken(reinterpret_cast<Controller *>(object));
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	// Code that is in one module with several drivers is that of each of them.
	if (!driver || driver->module == controller->driver->module)
		return controller;
	caller.complain("controller %p is not the driver's: it is one of %s", object,
			controller->driver->name.get());
	return {};
}

enum class Refusal { none, deleted, waits, device_deleted };

/// The device waits for the controller from now on.
Refusal add(Controller &controller, nt_device &device, PDRIVER_CONTROL routine, PVOID context)
{
	Wait &wait = device.controller;
	const Guard guard;

	if (controller.deleted)
		return Refusal::deleted;
	if (wait.controller)
		return Refusal::waits;
	// nt_controller_device_gone() comes after that, and looks under the lock.
	if (nt_device_deleted(&device.object))
		return Refusal::device_deleted;
	wait.controller = &controller;
	wait.routine = routine;
	wait.context = context;
	controller.waiting.push_back(wait);
	return Refusal::none;
}

const char *reason(Refusal refusal)
{
	switch (refusal) {
	case Refusal::deleted:
		return "the controller is deleted: nothing is done";
	case Refusal::waits:
		return "the device waits for a controller already: nothing is done";
	default:
		return "the device is deleted: nothing is done";
	}
}

/// Off the list, with nobody who waits. The first one who does this gets the reference that was
/// IoCreateController()'s.
ControllerRef remove_locked(Controller &controller) REQUIRES(Guard::lock)
{
	if (controller.deleted)
		return {};
	controller.deleted = true;
	controller.forget_waiting_locked();
	rt::List<Controller>::remove(controller);
	return ControllerRef::taken(&controller);
}

}

PCONTROLLER_OBJECT NTAPI IoCreateController(ULONG size)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return nullptr;
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	if (!driver) {
		caller.complain("the caller is not a driver");
		return nullptr;
	}
	const size_t whole = extension_at + size;
	void *memory = size > nt_alloc_max() / 2 ? nullptr : nt_object_alloc(&type, whole);
	if (!memory)
		return nullptr;
	auto *controller = new (memory) Controller(driver.get(), whole);
	CONTROLLER_OBJECT &object = controller->object;
	object.Type = controller_type;
	object.Size = static_cast<SHORT>(sizeof(object) + size);
	object.ControllerExtension = static_cast<char *>(memory) + extension_at;
	KeInitializeDeviceQueue(&object.DeviceWaitQueue);
	const Guard guard;
	controllers.push_back(*controller);
	return &object;
}

VOID NTAPI IoDeleteController(PCONTROLLER_OBJECT object)
{
	const Caller caller;
	bool in_use = false;
	ControllerRef last;

	if (!irql_ok(PASSIVE_LEVEL))
		return;
	const ControllerRef controller = get_own(object, caller);
	if (!controller)
		return;
	{
		const Guard guard;

		in_use = controller->busy || !controller->waiting.empty();
		last = remove_locked(*controller);
	}
	if (!last)
		caller.complain("controller %p is already deleted", object);
	else if (in_use)
		caller.complain(
			"a device has controller %p, or waits for it: IoFreeController has to be called first",
			object);
	if (last)
		last->stop();
}

VOID NTAPI IoAllocateController(PCONTROLLER_OBJECT object, PDEVICE_OBJECT device,
				PDRIVER_CONTROL routine, PVOID context)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL))
		return;
	const ControllerRef controller = get_own(object, caller);
	if (!controller || !io::own_device_ok(device) || !ok(is_routine(routine), "the routine"))
		return;
	const Refusal refusal = add(*controller, *nt_device::of(device), routine, context);
	if (refusal != Refusal::none)
		caller.complain("%s", reason(refusal));
	else
		run(*controller);
}

VOID NTAPI IoFreeController(PCONTROLLER_OBJECT object)
{
	const Caller caller;
	bool had;

	if (!irql_ok(DISPATCH_LEVEL))
		return;
	const ControllerRef controller = get_own(object, caller);
	if (!controller)
		return;
	{
		const Guard guard;

		had = end_turn_locked(*controller);
	}
	if (had)
		run(*controller);
	else
		caller.complain("no device has controller %p: nothing is done", object);
}

void nt_controller_device_gone(PDEVICE_OBJECT object)
{
	nt_device &device = *nt_device::of(object);
	{
		const Guard guard;

		if (!device.controller.controller)
			return;
		rt::List<Wait>::remove(device.controller);
		device.controller.controller = nullptr;
	}
	nt_warn("%s: device %s is deleted while it waits for a controller: it waits no longer\n",
		device.driver->name.get(), device.label);
}

/// Takes one that the driver has left; none: there is none.
static ControllerRef take_one_of(const nt_driver *driver)
{
	const Guard guard;

	for (Controller &controller : controllers)
		if (controller.driver.get() == driver)
			return remove_locked(controller);
	return {};
}

void nt_controllers_gone(nt_driver *driver)
{
	unsigned int number = 0;

	while (const ControllerRef left = take_one_of(driver)) {
		left->stop();
		number++;
	}
	if (number)
		nt_warn("%s: %u controller%s never deleted by IoDeleteController: deleted\n",
			driver->name.get(), number, number == 1 ? " was" : "s were");
}
