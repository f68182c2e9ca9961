// SPDX-License-Identifier: GPL-2.0
/// notifications.cc - Plug and Play notifications: drivers that register, with the interfaces that
/// exist or without, and end that at any moment, while interfaces come and go. Each is told of all
/// changes, in their order, and of nothing else.
///
/// notifications SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <memory>
#include <utility>

#include "io/notification.h"

using world::check;
using world::Random;

namespace {

constexpr GUID classes[] = { { 1, 0, 0, {} }, { 2, 0, 0, {} } };
constexpr GUID arrival = {
	0xcb3a4004, 0x46f0, 0x11d0, { 0xb0, 0x8f, 0, 0x60, 0x97, 0x13, 5, 0x3f }
};
constexpr GUID removal = {
	0xcb3a4005, 0x46f0, 0x11d0, { 0xb0, 0x8f, 0, 0x60, 0x97, 0x13, 5, 0x3f }
};

Random *chances;
bool one_in(unsigned int n) { return chances->one_in(n); }

struct Interface {
	unsigned int of_class;
	std::u16string name;
	bool enabled;
};
std::vector<Interface> interfaces;

struct Event {
	std::u16string name;
	bool arrives;
	bool operator==(const Event &) const = default;
};

struct Watcher {
	unsigned int driver;
	unsigned int of_class;
	PVOID entry = nullptr;
	std::vector<Event> due{};
	size_t told = 0;
	bool inside = false;
	bool ends_itself = false;
	bool ended = false;
	bool gone = false;  // must no longer be called
};
std::vector<std::unique_ptr<Watcher>> watchers;

PDRIVER_OBJECT objects[3];
PDEVICE_OBJECT device;
unsigned long operations;

NTSTATUS be_told(PVOID structure, PVOID context)
{
	auto &self = *static_cast<Watcher *>(context);
	const auto *told = static_cast<const DEVICE_INTERFACE_CHANGE_NOTIFICATION *>(structure);
	const bool arrives = !memcmp(&told->Event, &arrival, sizeof(GUID));

	check(!self.gone, "notifications: a routine is called after its registration ended");
	check(!std::exchange(self.inside, true),
	      "notifications: a routine is called twice at once");
	check(KeGetCurrentIrql() == PASSIVE_LEVEL, "notifications: IRQL is %u", KeGetCurrentIrql());
	check(told->Version == 1 && told->Size == sizeof(*told), "notifications: of another size");
	check(arrives || !memcmp(&told->Event, &removal, sizeof(GUID)),
	      "notifications: another event");
	check(!memcmp(&told->InterfaceClassGuid, &classes[self.of_class], sizeof(GUID)),
	      "notifications: another class");
	check(self.told < self.due.size(), "notifications: an event too many");
	check(self.due[self.told] == Event{ world::text_of(*told->SymbolicLinkName), arrives },
	      "notifications: the events are in another order");
	self.told++;
	for (unsigned int n = chances->below(3); n; n--)
		nt_yield();
	self.inside = false;
	// Not while it is being registered: the entry is not known then.
	if (self.ends_itself && self.entry && !std::exchange(self.ended, true)) {
		self.gone = true;
		check(NT_SUCCESS(IoUnregisterPlugPlayNotificationEx(self.entry)),
		      "notifications: a registration does not end");
	}
	return STATUS_SUCCESS;
}

IN_DRIVER(b) NTSTATUS NTAPI told_b(PVOID structure, PVOID context)
{
	return be_told(structure, context);
}
IN_DRIVER(c) NTSTATUS NTAPI told_c(PVOID structure, PVOID context)
{
	return be_told(structure, context);
}

constexpr PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routines[] = { nullptr, told_b, told_c };

template <unsigned int driver>
NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING)
{
	objects[driver] = object;
	object->DriverUnload = [](PDRIVER_OBJECT) {};
	return STATUS_SUCCESS;
}

void make_interface()
{
	std::u16string reference = u"r" + std::u16string(1, u'0' + interfaces.size());
	UNICODE_STRING text = world::string_of(reference), name;
	const unsigned int of_class = chances->below(2);

	if (interfaces.size() > 5)
		return;
	check(NT_SUCCESS(IoRegisterDeviceInterface(device, &classes[of_class], &text, &name)),
	      "notifications: an interface cannot be registered");
	interfaces.push_back({ of_class, world::text_of(name), false });
	RtlFreeUnicodeString(&name);
}

/// The model is told first: others may come in between.
void change(Interface &interface)
{
	UNICODE_STRING name = world::string_of(interface.name);

	interface.enabled = !interface.enabled;
	for (const auto &watcher : watchers)
		if (!watcher->ended && watcher->of_class == interface.of_class)
			watcher->due.push_back({ interface.name, interface.enabled });
	check(NT_SUCCESS(IoSetDeviceInterfaceState(&name, interface.enabled)),
	      "notifications: an interface does not change");
}

void watch()
{
	auto &fresh = *watchers.emplace_back(
		std::make_unique<Watcher>(Watcher{ 1 + chances->below(2), chances->below(2) }));
	const bool existing = one_in(2);
	size_t there = 0;
	PVOID place = nullptr;

	for (const Interface &interface : interfaces)
		if (existing && interface.enabled && interface.of_class == fresh.of_class)
			fresh.due.push_back({ interface.name, true });
	there = fresh.due.size();
	world::as(fresh.driver, [&] {
		check(NT_SUCCESS(IoRegisterPlugPlayNotification(
			      EventCategoryDeviceInterfaceChange,
			      existing ? PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES : 0,
			      const_cast<GUID *>(&classes[fresh.of_class]), objects[fresh.driver],
			      routines[fresh.driver], &fresh, &place)),
		      "notifications: a routine cannot be registered");
	});
	check(fresh.told >= there, "notifications: existing interfaces come after registering");
	fresh.ends_itself = one_in(4);
	fresh.entry = place;
}

void end(Watcher &watcher)
{
	const bool waits = one_in(2);

	if (std::exchange(watcher.ended, true))
		return;
	world::as(watcher.driver, [&] {
		check(NT_SUCCESS(waits ? IoUnregisterPlugPlayNotificationEx(watcher.entry) :
					 IoUnregisterPlugPlayNotification(watcher.entry)),
		      "notifications: a registration does not end");
	});
	check(!waits || !watcher.inside, "notifications: a registration ends while it is called");
	watcher.gone = waits;
}

void one_operation()
{
	switch (chances->below(5)) {
	case 0:
		make_interface();
		break;
	case 1:
		watch();
		break;
	case 2:
		if (!watchers.empty())
			end(*watchers[chances->below(static_cast<unsigned int>(watchers.size()))]);
		break;
	case 3:
		if (!interfaces.empty())
			change(interfaces[chances->below(
				static_cast<unsigned int>(interfaces.size()))]);
		break;
	default:
		world::run_one();
		break;
	}
}

void round()
{
	const long before = world::left();

	check(!world::load(0, entry<0>) && !world::load(1, entry<1>) && !world::load(2, entry<2>),
	      "driver: it does not load");
	std::u16string text = u"\\Device\\physical";
	UNICODE_STRING name = world::string_of(text);
	check(NT_SUCCESS(
		      IoCreateDevice(objects[0], 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)),
	      "device: there is memory");
	device->Flags |= DO_BUS_ENUMERATED_DEVICE;
	world::interleave(one_in(2) ? 2 + chances->below(6) : 0);
	for (unsigned int n = 10 + chances->below(100); n; n--, operations++)
		one_operation();
	world::run_all();
	for (const auto &watcher : watchers)
		check(watcher->ended || watcher->told == watcher->due.size(),
		      "notifications: an event is lost");
	world::interleave(0);
	// Those that are left end with their driver.
	for (unsigned int driver : { 1, 2 }) {
		const auto left =
			std::count_if(watchers.begin(), watchers.end(), [=](const auto &watcher) {
				return watcher->driver == driver && !watcher->ended;
			});
		world::forget_log();
		check(world::unload(driver, nullptr), "driver: somebody holds it");
		check(world::logged("never ended by IoUnregisterPlugPlayNotification") ==
			      (left > 0),
		      "notifications: the log about those that are left");
	}
	world::as(0, [] { IoDeleteDevice(device); });
	check(world::unload(0, entry<0>), "driver: somebody holds it");
	watchers.clear();
	interfaces.clear();
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long wanted = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	world::seed(seed);
	chances = &random;
	world::start_rooms();
	const long before = world::left();
	while (operations < wanted)
		round();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	world::stop_rooms();
	check(!world::left(), "memory: left: %s", world::what_is_left().c_str());
	check(operations, "set-up: no operation");
	printf("%lu operations, seed %" PRIu64 "\n", operations, seed);
}
