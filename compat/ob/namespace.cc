// SPDX-License-Identifier: GPL-2.0
/// namespace.cc - names of objects: given, found, listed.

#include <utility>

#include "module/rt/minmax.hh"
#include "ob/names.hh"
#include "ob/namespace.hh"

using ob::add;
using ob::after;
using ob::announce;
using ob::directories;
using ob::equal;
using ob::literal;
using ob::Name;
using ob::Names;
using ob::Path;
using rt::Unique;
using Reference = Ref<void>;

NTSTATUS nt_name_object(PUNICODE_STRING path, void *object, char *label, size_t size)
{
	Unique<Name> name(new (rt::kernel) Name);

	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	const NTSTATUS status = name->path.assign(path);
	if (!NT_SUCCESS(status))
		return status;
	if (label)
		nt_label_path(name->path.string(), label, size);
	name->object = object;
	name->device = label;
	return add(std::move(name), label);
}

NTSTATUS nt_name_directory(PUNICODE_STRING path, void *object)
{
	Unique<Name> name(new (rt::kernel) Name);

	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	const NTSTATUS status = name->path.assign(path);
	if (!NT_SUCCESS(status))
		return status;
	name->object = object;
	name->directory = true;
	return add(std::move(name), false);
}

void nt_unname_object(void *object)
{
	Names().for_each([object](Name &name) { name.gone |= name.object == object; });
	announce();
}

USHORT nt_name_of(const void *object, WCHAR *to, size_t room)
{
	USHORT length = 0;

	Names().for_each([&](const Name &name) {
		if (name.object != object)
			return;
		length = name.path.string().Length;
		memcpy(to, name.path.string().Buffer, rt::min<size_t>(length, room));
	});
	return length;
}

void *nt_name_lookup(PUNICODE_STRING path, UNICODE_STRING *rest, NTSTATUS *status)
{
	Path wanted;
	Reference object;

	*status = wanted.assign(path);
	if (!NT_SUCCESS(*status))
		return nullptr;
	{
		const Names names;

		if (const Name *name = names.resolve(wanted.string(), *rest, *status))
			object = Reference::of(name->object);
	}
	// The rest is the same number of characters at the end of the caller's path.
	if (object)
		*rest = after(*path, path->Length - rest->Length);
	return object.release();
}

/// What directories call links.
static constexpr char link_type[] = "symbolicLink";

/// What is in the root from the beginning. False: nothing more is wanted.
template <typename Visitor>
static bool visit_root(Visitor visit)
{
	for (UNICODE_STRING directory : directories) {
		directory.Length -= sizeof(WCHAR);
		if (directory.Length && !visit(after(directory, sizeof(WCHAR)), "directory"))
			return false;
	}
	return visit(literal(L"DosDevices"), link_type);
}

NTSTATUS nt_directory_visit(const UNICODE_STRING *directory,
			    bool (*visit)(const UNICODE_STRING *name, const char *type,
					  void *context),
			    void *context)
{
	Path path;
	const NTSTATUS status = path.assign(directory);

	if (!NT_SUCCESS(status))
		return status;
	auto tell = [=](const UNICODE_STRING &name, const char *type) {
		return visit(&name, type, context);
	};
	bool more = !equal(path.string(), ob::root) || visit_root(tell);

	Names().for_each([&](const Name &name) {
		const UNICODE_STRING rest = ob::inside(name.path.string(), path.string());

		if (more && ob::is_one_part(rest))
			more = tell(rest,
				    name.object ? nt_object_type_of(name.object)->name : link_type);
	});
	return STATUS_SUCCESS;
}
