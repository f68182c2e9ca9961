// SPDX-License-Identifier: GPL-2.0
/// names.cc - all names of the object manager: what they lead to, and who is told of them.

#include <utility>

#include "glue/lock.h"
#include "glue/notifier.h"
#include "ob/names.hh"

using ob::Name;
using ob::Names;
using rt::Unique;

/// How many links that lead to links Windows follows. This ends circles, too.
static constexpr unsigned int max_links = 32;

constinit rt::List<Name> Names::list_;

/// Names are in the directories that are there from the beginning, and in those that were made.
NTSTATUS Names::check_place(const UNICODE_STRING &path) const
{
	bool is_there = false;

	for (const UNICODE_STRING &spelling : dos_devices_spellings)
		if (is_directory(path, spelling))
			return STATUS_OBJECT_NAME_COLLISION;
	for (const UNICODE_STRING &directory : directories) {
		if (is_directory(path, directory))
			return STATUS_OBJECT_NAME_COLLISION;
		if (!begins_with(path, directory))
			continue;
		const UNICODE_STRING rest = after(path, directory.Length);
		if (!rest.Length)
			return STATUS_OBJECT_NAME_INVALID;
		is_there = is_one_part(rest);
		break;
	}
	for_each([&](const Name &name) {
		is_there = is_there ||
			   (name.directory && is_one_part(inside(path, name.path.string())));
	});
	return is_there ? STATUS_SUCCESS : STATUS_OBJECT_PATH_NOT_FOUND;
}

NTSTATUS Names::add(Unique<Name> &name) const
{
	NTSTATUS status = check_place(name->path.string());

	for_each([&](const Name &other) {
		if (NT_SUCCESS(status) && equal(other.path.string(), name->path.string()))
			status = STATUS_OBJECT_NAME_COLLISION;
	});
	if (NT_SUCCESS(status))
		list_.push_back(*name.release());
	return status;
}

/// The longest name that the path begins with, and the rest of the path.
Name *Names::find(const UNICODE_STRING &path, UNICODE_STRING &rest) const
{
	Name *found = nullptr;

	for_each([&](Name &name) {
		const UNICODE_STRING &known = name.path.string();

		if ((found && found->path.string().Length >= known.Length) ||
		    !begins_with(path, known))
			return;
		const UNICODE_STRING more = after(path, known.Length);
		if (more.Length && more.Buffer[0] != L'\\')
			return;
		found = &name;
		rest = more;
	});
	return found;
}

const Name *Names::resolve(const UNICODE_STRING &path, UNICODE_STRING &rest, NTSTATUS &status) const
{
	rest = {};
	const Name *name = find(path, rest);
	const USHORT given = rest.Length;
	Path whole;

	status = STATUS_OBJECT_NAME_NOT_FOUND;
	for (unsigned int n = 0; name && !name->object && n < max_links; n++) {
		Path next;

		if (!rest.Length) {
			name = find(name->target.string(), rest);
			continue;
		}
		const NTSTATUS joined = next.join(name->target.string(), rest);
		if (!NT_SUCCESS(joined)) {
			status = joined;
			return nullptr;
		}
		whole = std::move(next);
		name = find(whole.string(), rest);
	}
	// A link leads to an object, not to a file on it.
	if (!name || !name->object || rest.Length > given)
		return nullptr;
	rest = after(path, path.Length - rest.Length);
	status = STATUS_SUCCESS;
	return name;
}

/// Whether there ought to be a device node of that name; without memory to know it, whether there is.
bool Names::has_node(const Name &name) const
{
	UNICODE_STRING rest;
	NTSTATUS status;

	if (name.gone)
		return false;
	const Name *at = resolve(name.path.string(), rest, status);
	return at ? at->device : status == STATUS_INSUFFICIENT_RESOURCES && name.announced;
}

Name *Names::next_to_announce() const
{
	for (Name &name : list_) {
		if (!name.node.name || name.announced == has_node(name))
			continue;
		name.announced = !name.announced;
		return &name;
	}
	free_gone();
	return nullptr;
}

void Names::free_gone() const
{
	for (auto next = list_.begin(); next != list_.end();) {
		Name &name = *next;

		++next;
		if (!name.gone)
			continue;
		rt::List<Name>::remove(name);
		const Unique<Name> last(&name);
	}
}

/// There is one announcement at a time. Taken before the mutex of the names.
using AnnounceGuard = MutexGuard<NT_ANNOUNCE_MUTEX>;

/// Announces what has changed, without the mutex of the names: those who are told open devices,
/// under locks of their own. Names are freed only here, by whoever has found, under that mutex,
/// that nothing is left to announce: a name that went away while another was announced must still
/// be announced as removed.
void ob::announce()
{
	const AnnounceGuard guard;

	while (Name *name = Names().next_to_announce())
		nt_link_notify(name->announced ? NT_LINK_ADDED : NT_LINK_REMOVED, &name->node);
}

NTSTATUS ob::add(Unique<Name> name, bool opens)
{
	const UNICODE_STRING &path = name->path.string();
	NTSTATUS status = STATUS_SUCCESS;

	if (opens && begins_with(path, dos_devices)) {
		name->node_name = to_utf8(after(path, dos_devices.Length), false);
		name->node.path = path;
		name->node.name = name->node_name.get();
		if (!name->node.name)
			status = STATUS_INSUFFICIENT_RESOURCES;
	}
	if (NT_SUCCESS(status))
		status = Names().add(name);
	if (NT_SUCCESS(status))
		ob::announce();
	return status;
}
