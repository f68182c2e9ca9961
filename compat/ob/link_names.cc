// SPDX-License-Identifier: GPL-2.0
/// link_names.cc - symbolic links as names: made, found, deleted.

#include <utility>

#include "glue/log.h"
#include "ob/names.hh"
#include "ob/namespace.hh"

using ob::add;
using ob::announce;
using ob::characters;
using ob::dos_devices_itself;
using ob::dos_devices_spellings;
using ob::equal;
using ob::is_directory;
using ob::Name;
using ob::Names;
using ob::Path;
using rt::Unique;
using Reference = Ref<void>;

namespace {

/// A number that no other link has or had.
unsigned long next_number()
{
	static constinit unsigned long last;

	return __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
}

NTSTATUS copy_target(const UNICODE_STRING &target, nt_found_link &found)
{
	Unique<WCHAR[]> text(characters(target) + 1);

	if (!text)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(text.get(), target.Buffer, target.Length);
	text.get()[characters(target)] = 0;
	found.target = { target.Length, static_cast<USHORT>(target.Length + sizeof(WCHAR)),
			 text.get() };
	found.text = std::move(text);
	return STATUS_SUCCESS;
}

/// A link that is not known yet.
NTSTATUS new_link(PUNICODE_STRING path, PUNICODE_STRING target, Unique<Name> &link)
{
	link = Unique<Name>(new (rt::kernel) Name);
	if (!link)
		return STATUS_INSUFFICIENT_RESOURCES;
	const NTSTATUS status = link->path.assign(path);
	return NT_SUCCESS(status) ? link->target.assign(target) : status;
}

}

NTSTATUS nt_link_create(PUNICODE_STRING path, PUNICODE_STRING target, bool interface, void *owner)
{
	Unique<Name> name;
	const NTSTATUS status = new_link(path, target, name);

	if (!NT_SUCCESS(status))
		return status;
	name->node.interface = interface;
	name->owner = Reference::of(owner);
	return add(std::move(name), true);
}

NTSTATUS nt_link_make(PUNICODE_STRING path, PUNICODE_STRING target, bool temporary, void *owner,
		      nt_found_link &made)
{
	Unique<Name> name;
	NTSTATUS status = new_link(path, target, name);

	if (NT_SUCCESS(status))
		status = copy_target(name->target.string(), made);
	if (!NT_SUCCESS(status))
		return status;
	made.number = next_number();
	name->number = made.number;
	name->handles = 1;
	name->temporary = temporary;
	name->owner = Reference::of(owner);
	return add(std::move(name), true);
}

NTSTATUS nt_link_find(PUNICODE_STRING path, nt_found_link &found)
{
	Path wanted;
	NTSTATUS status = wanted.assign(path);

	if (!NT_SUCCESS(status))
		return status;
	found.number = 0;
	UNICODE_STRING canonical{};
	if (is_directory(wanted.string(), dos_devices_spellings[1]))
		return copy_target(dos_devices_itself, found);
	status = nt_is_directory(&wanted.string(), &canonical) ? STATUS_OBJECT_TYPE_MISMATCH :
								 STATUS_OBJECT_NAME_NOT_FOUND;
	Names().for_each([&](Name &name) {
		if (!equal(name.path.string(), wanted.string()))
			return;
		status = name.object ? STATUS_OBJECT_TYPE_MISMATCH :
				       copy_target(name.target.string(), found);
		if (!NT_SUCCESS(status))
			return;
		// Nobody has had a handle to it yet.
		if (!name.number)
			name.number = next_number();
		name.handles++;
		found.number = name.number;
	});
	return status;
}

/// Does this with the link of that number, if there still is one.
template <typename Change>
static void change_link(unsigned long number, Change change)
{
	Names().for_each([&](Name &name) {
		if (!number || name.number != number)
			return;
		change(name);
		name.gone = name.temporary && !name.handles;
	});
	announce();
}

void nt_link_opened(unsigned long number)
{
	change_link(number, [](Name &name) { name.handles++; });
}

void nt_link_closed(unsigned long number)
{
	change_link(number, [](Name &name) { name.handles--; });
}

void nt_link_make_temporary(unsigned long number)
{
	change_link(number, [](Name &name) { name.temporary = true; });
}

NTSTATUS nt_link_to_object(PUNICODE_STRING path, void *object)
{
	UNICODE_STRING target{};

	// The name stays for as long as the interface does.
	Names().for_each([&](const Name &name) {
		if (name.object == object)
			target = name.path.string();
	});
	return nt_link_create(path, &target, true, nullptr);
}

NTSTATUS nt_link_delete(PUNICODE_STRING path)
{
	// What ends something must not fail for lack of memory: without a copy of the path.
	NTSTATUS status = ob::check_path(path);

	if (!NT_SUCCESS(status))
		return status;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	Names().for_each([&](Name &name) {
		if (!ob::is_same_path(name.path, *path))
			return;
		status = name.object ? STATUS_OBJECT_TYPE_MISMATCH : STATUS_SUCCESS;
		name.gone = !name.object;
	});
	announce();
	return status;
}

unsigned int nt_link_count()
{
	unsigned int number = 0;

	Names().for_each([&](const Name &name) { number += !name.object; });
	return number;
}

void nt_links_gone(const void *owner, const char *owner_name)
{
	Names().for_each([&](Name &name) {
		if (name.owner.get() != owner)
			return;
		UNICODE_STRING path = name.path.string();

		ob::skip_dos_devices(path);
		const auto text = ob::to_utf8(path, true);
		nt_warn("%s: link %s was never deleted by IoDeleteSymbolicLink: deleted\n",
			owner_name, text ? text.get() : "");
		name.gone = true;
	});
	announce();
}
