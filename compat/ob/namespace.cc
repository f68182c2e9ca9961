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
#include "ob/namespace.hh"
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
	literal(L"\\Driver\\"), literal(L"\\??\\"),	  literal(L"\\"),
};

constexpr UNICODE_STRING root = literal(L"\\");

/// What directories call links.
constexpr char link_type[] = "symbolicLink";

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
	/// What follows the path of a link, which begins with a backslash, put after what the link
	/// leads to.
	NTSTATUS join(UNICODE_STRING target, const UNICODE_STRING &rest);
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

NTSTATUS Path::join(UNICODE_STRING target, const UNICODE_STRING &rest)
{
	if (target.Buffer[characters(target) - 1] == L'\\')
		target.Length -= sizeof(WCHAR);
	const size_t length = target.Length + rest.Length;
	// No object has such a long name.
	if (length + sizeof(WCHAR) > MAXUSHORT)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	Unique<WCHAR[]> buffer(length / sizeof(WCHAR) + 1);
	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer.get(), target.Buffer, target.Length);
	memcpy(buffer.get() + characters(target), rest.Buffer, rest.Length);
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

bool is_one_part(const UNICODE_STRING &name)
{
	for (size_t i = 0; i < characters(name); i++)
		if (name.Buffer[i] == L'\\')
			return false;
	return name.Length;
}

/// What is in the directory, which is given without a backslash at its end unless that is all of it;
/// empty: the path is elsewhere.
UNICODE_STRING inside(const UNICODE_STRING &path, const UNICODE_STRING &directory)
{
	const size_t length = directory.Length == sizeof(WCHAR) ? 0 : directory.Length;

	if (!begins_with(path, directory) || path.Length <= length ||
	    path.Buffer[length / sizeof(WCHAR)] != L'\\')
		return {};
	return after(path, length + sizeof(WCHAR));
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

/// The string in UTF-8, terminated, for programs or `for_log`, where what would break a line does
/// not count as a character. None if there is no memory.
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
	Reference owner;	   // the driver that made the link, if one did
	bool directory = false;	   // the object is one
	bool device = false;	   // the object is one, which programs may open
	unsigned long number = 0;  // of a link, for those who have handles to it
	unsigned int handles = 0;
	bool temporary = false;	 // the link goes with the last of them
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
	/// Whether something may have that name, where it is.
	NTSTATUS check_place(const UNICODE_STRING &path) const;
	/// The name of the object that the path begins with, or a link to it, and the rest of the
	/// path. nullptr: there is none, and the status says why.
	const Name *resolve(const UNICODE_STRING &path, UNICODE_STRING &rest,
			    NTSTATUS &status) const;
	/// A name that has a device node and ought not to, or the other way round; it is marked as
	/// announced so. nullptr: there is none, and the names that are gone have been freed.
	Name *next_to_announce() const;

private:
	Name *find(const UNICODE_STRING &path, UNICODE_STRING &rest) const;
	bool has_node(const Name &name) const;
	void free_gone() const;

	const MutexGuard<NT_NAMES_MUTEX> guard_{};
	static constinit rt::List<Name> list_;
};

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
		announce();
	return status;
}

/// A number that no other link has or had.
unsigned long next_number()
{
	static constinit unsigned long last;

	return __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
}

/// What \DosDevices leads to.
constexpr UNICODE_STRING dos_devices_itself = literal(L"\\??");

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

/// A link that is not known yet.
static NTSTATUS new_link(PUNICODE_STRING path, PUNICODE_STRING target, Unique<Name> &link)
{
	link = Unique<Name>(new (rt::kernel) Name);
	if (!link)
		return STATUS_INSUFFICIENT_RESOURCES;
	const NTSTATUS status = link->path.assign(path);
	return NT_SUCCESS(status) ? link->target.assign(target) : status;
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

bool nt_is_directory(const UNICODE_STRING *path, UNICODE_STRING *canonical)
{
	bool found = equal(*path, root);

	*canonical = root;
	for (const UNICODE_STRING &spelling : dos_devices_spellings)
		if (is_directory(*path, spelling)) {
			*canonical = dos_devices_itself;
			found = true;
		}
	for (const UNICODE_STRING &directory : directories)
		if (is_directory(*path, directory)) {
			*canonical = directory;
			canonical->Length -= sizeof(WCHAR);
			found = true;
		}
	return found;
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
	bool more = !equal(path.string(), root) || visit_root(tell);

	Names().for_each([&](const Name &name) {
		const UNICODE_STRING rest = inside(name.path.string(), path.string());

		if (more && is_one_part(rest))
			more = tell(rest,
				    name.object ? nt_object_type_of(name.object)->name : link_type);
	});
	return STATUS_SUCCESS;
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
