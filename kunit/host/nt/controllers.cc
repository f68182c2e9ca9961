// SPDX-License-Identifier: GPL-2.0
/// controllers.cc - controllers that devices share: devices ask for one, give it back inside their
/// routine or later, and go at any moment. Each gets it in its turn, never two at once, and no routine
/// is called inside another.
///
/// controllers SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <deque>
#include <memory>
#include <utility>

using world::check;
using world::Random;

namespace {

Random *chances;
bool one_in(unsigned int n) { return chances->one_in(n); }

struct Device;

struct Controller {
	PCONTROLLER_OBJECT object;
	std::deque<Device *> waiting;
	Device *owner = nullptr;
	bool inside = false;  // a routine is called
};

struct Device {
	PDEVICE_OBJECT object;
	Controller *waits_for = nullptr;
};

std::vector<std::unique_ptr<Controller>> controllers;
std::vector<std::unique_ptr<Device>> devices;
PDRIVER_OBJECT driver;
unsigned long operations, turns;

template <typename T>
T &any_of(std::vector<std::unique_ptr<T>> &all)
{
	return *all[chances->below(static_cast<unsigned int>(all.size()))];
}

IO_ALLOCATION_ACTION NTAPI got(PDEVICE_OBJECT object, PIRP irp, PVOID base, PVOID context);

/// Asks for the controller, or makes the mistake of asking twice.
IN_DRIVER(a) void ask(Controller &controller, Device &device)
{
	const bool mistake = device.waits_for;

	world::forget_log();
	if (!mistake) {
		device.waits_for = &controller;
		controller.waiting.push_back(&device);
	}
	const bool must_wait = controller.owner || controller.inside;
	const unsigned long before = turns;
	IoAllocateController(controller.object, device.object, got, &controller);
	check(!mistake || world::logged("waits for a controller already"),
	      "controllers: a device waits twice, and nothing is said");
	check(mistake || must_wait || turns > before, "controllers: one that is free is not given");
}

IN_DRIVER(a) void give_back(Controller &controller)
{
	const bool mistake = !controller.owner;

	world::forget_log();
	controller.owner = nullptr;
	IoFreeController(controller.object);
	check(!mistake || world::logged("no device has controller"),
	      "controllers: one that nobody has is given back, and nothing is said");
	check(controller.inside || controller.owner || controller.waiting.empty(),
	      "controllers: one is free while a device waits for it");
}

/// What a driver does while its device has the controller.
IN_DRIVER(a)
IO_ALLOCATION_ACTION NTAPI got(PDEVICE_OBJECT object, PIRP irp, PVOID base, PVOID context)
{
	auto &controller = *static_cast<Controller *>(context);
	bool freed = false;

	turns++;
	check(!std::exchange(controller.inside, true),
	      "controllers: a routine is called inside another");
	check(!controller.owner, "controllers: two devices have one at once");
	check(!controller.waiting.empty() && controller.waiting.front()->object == object,
	      "controllers: a device gets one out of turn");
	check(irp == object->CurrentIrp && !base, "controllers: a routine gets another request");
	check(KeGetCurrentIrql() == DISPATCH_LEVEL, "controllers: IRQL is %u", KeGetCurrentIrql());
	controller.owner = controller.waiting.front();
	controller.waiting.pop_front();
	controller.owner->waits_for = nullptr;
	for (unsigned int n = chances->below(3); n; n--)
		ask(any_of(controllers), any_of(devices));
	if (one_in(4)) {
		give_back(controller);
		freed = true;
	}
	controller.inside = false;
	if (freed || one_in(2))
		return KeepObject;
	controller.owner = nullptr;
	return DeallocateObject;
}

IN_DRIVER(a) void make_device()
{
	PDEVICE_OBJECT object;

	if (devices.size() < 6 &&
	    NT_SUCCESS(IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &object)))
		devices.push_back(std::make_unique<Device>(Device{ object }));
}

/// A device that goes waits no longer.
IN_DRIVER(a) void delete_device()
{
	const unsigned int n = chances->below(static_cast<unsigned int>(devices.size()));
	Device &device = *devices[n];
	const bool waits = device.waits_for;

	for (const auto &controller : controllers)
		if (controller->owner == &device)
			return;
	if (waits) {
		auto &waiting = device.waits_for->waiting;

		waiting.erase(std::find(waiting.begin(), waiting.end(), &device));
	}
	world::forget_log();
	IoDeleteDevice(device.object);
	check(world::logged("while it waits for a controller") == waits,
	      "controllers: what is said of a device that goes");
	devices.erase(devices.begin() + n);
}

IN_DRIVER(a) void make_controller()
{
	if (controllers.size() > 2)
		return;
	if (PCONTROLLER_OBJECT object = IoCreateController(chances->below(40)))
		controllers.push_back(std::make_unique<Controller>(Controller{ object, {} }));
}

IN_DRIVER(a) void delete_controller()
{
	const unsigned int n = chances->below(static_cast<unsigned int>(controllers.size()));
	Controller &controller = *controllers[n];
	const bool in_use = controller.owner || !controller.waiting.empty();

	world::forget_log();
	for (Device *device : controller.waiting)
		device->waits_for = nullptr;
	IoDeleteController(controller.object);
	check(world::logged("IoFreeController has to be called first") == in_use,
	      "controllers: what is said of one that is deleted");
	controllers.erase(controllers.begin() + n);
}

void one_operation()
{
	switch (chances->below(8)) {
	case 0:
		make_device();
		break;
	case 1:
		make_controller();
		break;
	case 2:
		if (!devices.empty() && one_in(4))
			delete_device();
		break;
	case 3:
		if (!controllers.empty() && one_in(8))
			delete_controller();
		break;
	case 4:
	case 5:
		if (!controllers.empty() && any_of(controllers).owner)
			for (const auto &controller : controllers)
				if (controller->owner && one_in(2))
					give_back(*controller);
		break;
	default:
		if (!controllers.empty() && !devices.empty())
			ask(any_of(controllers), any_of(devices));
	}
}

NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING)
{
	driver = object;
	object->DriverUnload = [](PDRIVER_OBJECT) {};
	return STATUS_SUCCESS;
}

void round()
{
	const long before = world::left();

	check(!world::load(0, entry), "driver: it does not load");
	world::fail_allocations(one_in(4) ? 20 : 0);
	for (unsigned int n = 10 + chances->below(200); n; n--, operations++)
		world::as(0, one_operation);
	world::fail_allocations(0);
	const size_t left = controllers.size();
	world::forget_log();
	check(world::unload(0, entry), "driver: somebody holds it");
	check(world::logged("never deleted by IoDeleteController") == (left > 0),
	      "controllers: the log about those that are left");
	controllers.clear();
	devices.clear();
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 1000000, chances, operations, round);

	check(turns > operations / 10, "set-up: hardly a turn");
	printf("%lu operations, %lu turns, seed %" PRIu64 "\n", operations, turns, seed);
}
