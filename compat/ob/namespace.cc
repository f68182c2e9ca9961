// SPDX-License-Identifier: GPL-2.0
/// namespace.cc - names of objects, and symbolic links to them.

#include <utility>

#include "module/rt/list.hh"
#include "module/rt/minmax.hh"
#include "module/rt/unique.hh"
#include "glue/linux.h"
#include "base/guard.hh"
#include "base/object.hh"
#include "base/text.hh"
#include "ob/namespace.h"
#include "ob/path.hh"

using ob::begins_with;
using ob::literal;
using Reference = Ref<void>;
using rt::Unique;

namespace {

/// How many links that lead to links Windows follows. This ends circles, too.
constexpr unsigned int max_links = 32;

constexpr UNICODE_STRING dos_devices = literal(L"\\??\\");

constexpr UNICODE_STRING dos_devices_spellings[] = {
	dos_devices,
	literal(L"\\DosDevices\\"),
	literal(L"\\GLOBAL??\\"),
};

constexpr UNICODE_STRING directories[] = {
	literal(L"\\Device\\"), literal(L"\\Callback\\"), literal(L"\\BaseNamedObjects\\"),
	literal(L"\\??\\"),	literal(L"\\"),
};

size_t characters(const UNICODE_STRING &string) { return string.Length / sizeof(WCHAR); }

/// The string without its first bytes.
UNICODE_STRING after(const UNICODE_STRING &string, size_t bytes)
{
	const auto length = static_cast<USHORT>(string.Length - bytes);

	return { length, length, string.Buffer + bytes / sizeof(WCHAR) };
}

bool equal(const UNICODE_STRING &a, const UNICODE_STRING &b)
{
	return RtlEqualUnicodeString(&a, &b, TRUE);
}

/// A copy of a path, terminated, in which \DosDevices has only one spelling.
class Path {
public:
	NTSTATUS assign(const UNICODE_STRING *path);
	const UNICODE_STRING &string() const { return string_; }

private:
	Unique<WCHAR[]> buffer_;
	UNICODE_STRING string_{};
};

NTSTATUS Path::assign(const UNICODE_STRING *path)
{
	if (!path || !path->Buffer || !path->Length || path->Length % sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	if (path->Buffer[0] != L'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	UNICODE_STRING rest = *path;
	const size_t head = ob::skip_dos_devices(rest) ? dos_devices.Length : 0;
	const size_t length = head + rest.Length;
	if (length + sizeof(WCHAR) > MAXUSHORT)
		return STATUS_OBJECT_NAME_INVALID;
	Unique<WCHAR[]> buffer(length / sizeof(WCHAR) + 1);
	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer.get(), dos_devices.Buffer, head);
	memcpy(buffer.get() + head / sizeof(WCHAR), rest.Buffer, rest.Length);
	string_ = { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)),
		    buffer.get() };
	buffer_ = std::move(buffer);
	return STATUS_SUCCESS;
}

/// Whether the path is the directory itself, written without the backslash at its end.
bool is_directory(const UNICODE_STRING &path, UNICODE_STRING directory)
{
	directory.Length -= sizeof(WCHAR);
	return directory.Length && equal(directory, path);
}

/// There are only these directories, and no others can be made.
NTSTATUS check_directory(const UNICODE_STRING &path)
{
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
		for (size_t i = 0; i < characters(rest); i++)
			if (rest.Buffer[i] == L'\\')
				return STATUS_OBJECT_PATH_NOT_FOUND;
		return STATUS_SUCCESS;
	}
	return STATUS_OBJECT_PATH_NOT_FOUND;
}

bool is_control(unsigned int c) { return c < ' ' || (c >= 0x7f && c < 0xa0); }

/// The character that begins there; `i` is left at its last WCHAR.
unsigned int character_at(const UNICODE_STRING &string, size_t &i)
{
	const WCHAR c = string.Buffer[i];

	if (c < 0xd800 || c > 0xdbff || i + 1 == characters(string))
		return c;
	const WCHAR low = string.Buffer[i + 1];
	if (low < 0xdc00 || low > 0xdfff)
		return c;
	i++;
	return 0x10000u + ((c - 0xd800u) << 10) + (low - 0xdc00u);
}

/// The string in UTF-8, terminated, for programs or `for_log`, where what would break a line is no
/// character. None if there is no memory.
Unique<char[]> to_utf8(const UNICODE_STRING &string, bool for_log)
{
	Unique<char[]> text(3 * characters(string) + 1);
	char *end = text.get();

	for (size_t i = 0; text && i < characters(string); i++) {
		const unsigned int c = character_at(string, i);

		put_utf8(for_log && is_control(c) ? no_character : c,
			 [&](unsigned int byte) { *end++ = static_cast<char>(byte); });
	}
	return text;
}

/// A name of the object manager: that of an object, or of a link, which leads to its target.
struct Name {
	rt::Link link{};
	Path path;
	void *object = nullptr;	 // takes its name away before its last reference goes
	Path target;
	Reference owner;	 // the driver that made the link, if one did
	bool gone = false;	 // deleted, but its removal is not announced yet
	bool announced = false;	 // its device node has been announced
	Unique<char[]> node_name;
	nt_link node{};	 // for its device node, if it is under \DosDevices
};

/// All names. They can be reached only under their mutex, which this holds.
class Names {
public:
	/// Calls `visit(name)` for each name that is not gone.
	template <typename Visitor>
	void for_each(Visitor visit) const
	{
		for (Name &name : list_)
			if (!name.gone)
				visit(name);
	}
	/// Takes the name over; STATUS_OBJECT_NAME_COLLISION: leaves it to the caller.
	NTSTATUS add(Unique<Name> &name) const;
	/// The object whose name, or a link to it, the path begins with, and the rest of the path;
	/// nullptr: there is none.
	void *resolve(const UNICODE_STRING &path, UNICODE_STRING &rest) const;
	/// A name that has a device node and ought not to, or the other way round; it is marked as
	/// announced so. nullptr: there is none, and the names that are gone have been freed.
	Name *next_to_announce() const;

private:
	Name *find(const UNICODE_STRING &path, UNICODE_STRING &rest) const;
	void free_gone() const;

	const MutexGuard<NT_NAMES_MUTEX> guard_{};
	static constinit rt::List<Name> list_;
};

constinit rt::List<Name> Names::list_;

NTSTATUS Names::add(Unique<Name> &name) const
{
	NTSTATUS status = STATUS_SUCCESS;

	for_each([&](const Name &other) {
		if (equal(other.path.string(), name->path.string()))
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

void *Names::resolve(const UNICODE_STRING &path, UNICODE_STRING &rest) const
{
	const Name *name = find(path, rest);
	UNICODE_STRING more;

	for (unsigned int n = 0; name && !name->object && n < max_links; n++) {
		name = find(name->target.string(), more);
		if (name && more.Length)
			return nullptr;
	}
	return name ? name->object : nullptr;
}

Name *Names::next_to_announce() const
{
	UNICODE_STRING rest;

	for (Name &name : list_) {
		if (!name.node.name ||
		    name.announced == (!name.gone && resolve(name.path.string(), rest)))
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

/// Announces what has changed. The mutex of the names is not held: those who are told open devices,
/// under locks of their own. Names are freed only here, by whoever has found, under that mutex,
/// that nothing is left to announce: a name that went away while another was announced must still
/// be announced as removed.
void announce()
{
	const AnnounceGuard guard;

	while (Name *name = Names().next_to_announce())
		nt_link_notify(name->announced ? NT_LINK_ADDED : NT_LINK_REMOVED, &name->node);
}

/// `opens`: programs may open what is under \DosDevices.
NTSTATUS add(Unique<Name> name, bool opens)
{
	const UNICODE_STRING &path = name->path.string();
	NTSTATUS status = check_directory(path);

	if (NT_SUCCESS(status) && opens && begins_with(path, dos_devices)) {
		name->node_name = to_utf8(after(path, dos_devices.Length), false);
		name->node.path = path;
		name->node.name = name->node_name.get();
		if (!name->node.name)
			status = STATUS_INSUFFICIENT_RESOURCES;
	}
	if (NT_SUCCESS(status))
		status = Names().add(name);
	if (NT_SUCCESS(status))
		announce();
	return status;
}

/// Copies as much of the text as there is room for, and terminates it.
void copy_text(char *to, const char *text, size_t size)
{
	const size_t length = rt::min(strlen(text), size - 1);

	memcpy(to, text, length);
	to[length] = '\0';
}

}

bool ob::skip_dos_devices(UNICODE_STRING &path)
{
	for (const UNICODE_STRING &spelling : dos_devices_spellings) {
		if (!begins_with(path, spelling))
			continue;
		path = after(path, spelling.Length);
		return true;
	}
	return false;
}

void nt_label_path(const UNICODE_STRING &path, char *label, size_t size)
{
	if (const auto text = to_utf8(path, true))
		copy_text(label, text.get(), size);
}

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
	return add(std::move(name), label);
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

NTSTATUS nt_link_create(PUNICODE_STRING path, PUNICODE_STRING target, bool interface, void *owner)
{
	Unique<Name> name(new (rt::kernel) Name);

	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	NTSTATUS status = name->path.assign(path);
	if (NT_SUCCESS(status))
		status = name->target.assign(target);
	if (!NT_SUCCESS(status))
		return status;
	name->node.interface = interface;
	name->owner = Reference::of(owner);
	return add(std::move(name), true);
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
	Path wanted;
	NTSTATUS status = wanted.assign(path);

	if (!NT_SUCCESS(status))
		return status;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	Names().for_each([&](Name &name) {
		if (!equal(name.path.string(), wanted.string()))
			return;
		status = name.object ? STATUS_OBJECT_TYPE_MISMATCH : STATUS_SUCCESS;
		name.gone = !name.object;
	});
	announce();
	return status;
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

		object = Reference::of(names.resolve(wanted.string(), *rest));
	}
	*status = object ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
	// The rest is the same number of characters at the end of the caller's path.
	if (object)
		*rest = after(*path, path->Length - rest->Length);
	return object.release();
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
		const auto text = to_utf8(path, true);
		nt_warn("%s: link %s was never deleted by IoDeleteSymbolicLink: deleted\n",
			owner_name, text ? text.get() : "");
		name.gone = true;
	});
	announce();
}
