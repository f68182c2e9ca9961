// SPDX-License-Identifier: GPL-2.0
/// names.cc - compat/ob in any order of calls, against maps of the C++ library: names and links,
/// how links are announced, handles, and references that drivers have; also with several tasks
/// at once, and with allocations that fail now and then.
///
/// names SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/object.h"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "io/file.h"

using world::check;
using world::Random;

namespace {

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast): Windows' macro
const HANDLE current_thread = NtCurrentThread();

using Text = std::u16string;

// Objects

/// What is in the memory of an object.
struct Object {
	unsigned long magic;
	unsigned int destroyed;
};

constexpr unsigned long object_magic = 0x0b7ec7;

/// Objects whose last reference is gone, and which are not freed yet.
std::vector<void *> released;
unsigned long ended;

void destroy(void *object)
{
	auto *ours = static_cast<Object *>(object);

	check(ours->magic == object_magic && !ours->destroyed++, "object: it ends twice");
	ended++;
}

void release_later(void *object)
{
	destroy(object);
	released.push_back(object);
}

const nt_object_type types[] = {
	{ "thing", destroy, nullptr, nullptr, nullptr, nullptr },
	{ "other", destroy, nullptr, nullptr, nullptr, nullptr },
	{ "late", nullptr, release_later, nullptr, nullptr, nullptr },
};
constexpr unsigned int late = 2;

POBJECT_TYPE for_drivers(const nt_object_type *type)
{
	return reinterpret_cast<POBJECT_TYPE>(const_cast<nt_object_type *>(type));
}

void *create(unsigned int type)
{
	auto *object = static_cast<Object *>(nt_object_alloc(&types[type], sizeof(Object)));

	if (object)
		object->magic = object_magic;
	return object;
}

// Code of drivers, to say whose handle it is.

IN_DRIVER(a) void code_a() { }
IN_DRIVER(b) void code_b() { }
IN_DRIVER(c) void code_c() { }

constexpr void (*codes[])() = { code_a, code_b, code_c };
constexpr const char *driver_names[] = { "driver_a", "driver_b", "driver_c" };

unsigned int lines_with(const char *part)
{
	return static_cast<unsigned int>(
		std::count_if(world::log.begin(), world::log.end(), [=](const std::string &line) {
			return line.find(part) != std::string::npos;
		}));
}

// The model of names

char16_t upper(char16_t c)
{
	return static_cast<char16_t>(RtlUpcaseUnicodeChar(static_cast<WCHAR>(c)));
}

Text folded(Text text)
{
	for (char16_t &c : text)
		c = upper(c);
	return text;
}

bool starts(const Text &text, const Text &with) { return !text.compare(0, with.size(), with); }

/// With one spelling of \DosDevices; the rest stays as it was.
Text canonical(const Text &path)
{
	const Text upcased = folded(path);

	for (const Text prefix : { u"\\DOSDEVICES\\", u"\\GLOBAL??\\" })
		if (starts(upcased, prefix))
			return u"\\??\\" + path.substr(prefix.size());
	return path;
}

NTSTATUS syntax(const Text &path, bool odd)
{
	if (path.empty() || odd)
		return STATUS_OBJECT_NAME_INVALID;
	if (path[0] != u'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	// It needs a terminator of its own.
	return canonical(path).size() * 2 + 2 > 0xffff ? STATUS_OBJECT_NAME_INVALID :
							 STATUS_SUCCESS;
}

struct Name {
	Text spelled;  // canonical
	void *object = nullptr;
	Text target;  // folded, canonical
	void *owner = nullptr;
	bool interface = false;
	bool directory = false;
};

/// Keyed by folded names.
using Names = std::map<Text, Name>;
Names names;

/// Whether a folded name is in a directory that was made.
bool is_in_directory(const Text &name)
{
	const size_t end = name.rfind(u'\\');
	const auto at = names.find(name.substr(0, end));

	return at != names.end() && at->second.directory && end + 1 < name.size();
}

/// Whether something may have this name.
NTSTATUS place(const Text &path)
{
	const Text name = folded(canonical(path));

	for (const Text directory : { u"\\DEVICE", u"\\BASENAMEDOBJECTS", u"\\DRIVER", u"\\??",
				      u"\\DOSDEVICES", u"\\GLOBAL??" })
		if (name == directory)
			return STATUS_OBJECT_NAME_COLLISION;
	Text rest = name.substr(1);
	for (const Text directory : { u"DEVICE\\", u"BASENAMEDOBJECTS\\", u"DRIVER\\", u"??\\" }) {
		if (!starts(rest, directory))
			continue;
		rest = rest.substr(directory.size());
		break;
	}
	if (rest.empty())
		return STATUS_OBJECT_NAME_INVALID;
	return rest.find(u'\\') == Text::npos || is_in_directory(name) ?
		       STATUS_SUCCESS :
		       STATUS_OBJECT_PATH_NOT_FOUND;
}

std::string utf8(const Text &text, bool for_log = false)
{
	const std::string no_character = "\xef\xbf\xbd";
	std::string result;

	for (size_t n = 0; n < text.length(); n++) {
		const unsigned int c = text[n];
		const unsigned int next = n + 1 < text.length() ? text[n + 1] : 0;

		if (c >> 10 == 0x36 && next >> 10 == 0x37) {
			const unsigned int pair = 0x10000 + ((c & 0x3ff) << 10 | (next & 0x3ff));

			for (unsigned int shift = 18, first = 0xf0; shift < 24;
			     shift -= 6, first = 0x80)
				result += static_cast<char>(first | (pair >> shift & 0x3f));
			n++;
		} else if (c >> 11 == 0x1b || (for_log && (c < 0x20 || (c >= 0x7f && c < 0xa0)))) {
			result += no_character;
		} else {
			if (c >= 0x800)
				result += { static_cast<char>(0xe0 | c >> 12),
					    static_cast<char>(0x80 | (c >> 6 & 0x3f)) };
			else if (c >= 0x80)
				result += static_cast<char>(0xc0 | c >> 6);
			result += static_cast<char>(c < 0x80 ? c : 0x80 | (c & 0x3f));
		}
	}
	return result;
}

/// For a message.
std::string shown(const Text &text) { return utf8(text.substr(0, 40)); }

/// The longest name with which a folded path begins.
const Name *begun(const Text &path, size_t &length)
{
	for (length = path.size(); length; length--) {
		if (length < path.size() && path[length] != u'\\')
			continue;
		const auto at = names.find(path.substr(0, length));
		if (at != names.end())
			return &at->second;
	}
	return nullptr;
}

const Name *resolved_name(const Text &path, size_t &length)
{
	const Name *name = begun(path, length);
	const size_t behind = path.size() - length;
	Text whole = path;

	for (int links = 0; name && !name->object; links++) {
		Text rest = whole.substr(length), target = name->target;
		if (links == 32)
			return nullptr;
		if (!rest.empty() && target.back() == u'\\')
			target.pop_back();
		whole = target + rest;
		if (whole.size() * 2 + 2 > 0xffff)
			return nullptr;
		name = begun(whole, length);
	}
	if (!name || whole.size() - length > behind)
		return nullptr;
	length = path.size() - (whole.size() - length);
	return name;
}

void *resolved(const Text &path, size_t &length)
{
	const Name *name = resolved_name(path, length);

	return name ? name->object : nullptr;
}

/// Whether the path leads to a device, or what stands for one.
bool leads_to_device(const Text &path)
{
	size_t length;
	const Name *name = resolved_name(path, length);

	return name && !name->directory;
}

bool is_node(const Text &path) { return starts(path, u"\\??\\"); }

// What is announced

struct Announced {
	const nt_link *link;
};

std::map<Text, Announced> announced;
/// Several tasks change names, so the model does not describe this moment.
bool at_once;
/// Names that tasks are about to change, and how many tasks do.
std::map<Text, unsigned int> in_work;
unsigned long events, all_events;
bool telling;
Random *chances;

/// Checks that all that should be announced is, and nothing else.
void compare_announced()
{
	for (const auto &[path, name] : names) {
		const bool wanted = is_node(path) && !name.directory && leads_to_device(path);
		check(wanted == announced.contains(path), "announce: %s is %sannounced",
		      shown(path).c_str(), wanted ? "not " : "");
	}
	for (const auto &item : announced)
		check(names.contains(item.first),
		      "announce: %s is gone, but its end was not announced",
		      shown(item.first).c_str());
}

void told(unsigned long event, nt_link *link)
{
	const Text spelled = world::text_of(link->path), path = folded(spelled);
	const auto known = names.find(path);
	size_t length;

	check(!telling, "announce: two at once");
	telling = true;
	events++;
	all_events++;
	check(is_node(path) && link->name == utf8(spelled.substr(4)),
	      "announce: the name of %s is %s", shown(spelled).c_str(), link->name);
	check(link->path.MaximumLength == link->path.Length + 2 &&
		      !link->path.Buffer[link->path.Length / 2],
	      "announce: a path is not terminated");
	if (event == NT_LINK_ADDED) {
		check(!announced.contains(path), "announce: %s is announced twice", link->name);
		check(!link->node, "announce: %s has a node already", link->name);
		link->node = link;
		announced[path] = { link };
		if (!at_once) {
			check(known != names.end() && known->second.spelled == spelled &&
				      known->second.interface == link->interface,
			      "announce: another %s", link->name);
			check(leads_to_device(path), "announce: %s leads nowhere, but is announced",
			      link->name);
		}
		check(known != names.end() || in_work.contains(path),
		      "announce: %s is gone, but is announced", link->name);
	} else {
		check(event == NT_LINK_REMOVED, "announce: event %lu", event);
		check(announced.contains(path) && announced[path].link == link &&
			      link->node == link,
		      "announce: %s ends, but is not announced", link->name);
		link->node = nullptr;
		announced.erase(path);
		check(at_once || known == names.end() || !leads_to_device(path),
		      "announce: %s ends, but is there", link->name);
	}
	// Whoever is told opens devices, while others go on.
	if (chances->one_in(3)) {
		UNICODE_STRING rest;
		NTSTATUS status;
		void *object = nt_name_lookup(&link->path, &rest, &status);
		if (!at_once && status != STATUS_INSUFFICIENT_RESOURCES)
			check(object == resolved(path, length), "lookup: %s is another object",
			      link->name);
		if (object)
			nt_object_put(object);
	}
	for (unsigned int n = at_once ? chances->below(4) : 0; n; n--)
		nt_yield();
	telling = false;
}

/// A string of exactly that length, in memory of its own.
class String {
public:
	String(const Text &text, bool odd = false)
		: memory_(new char[text.size() * 2 + odd]),
		  string_{ static_cast<USHORT>(text.size() * 2 + odd),
			   static_cast<USHORT>(text.size() * 2 + odd),
			   reinterpret_cast<WCHAR *>(memory_.get()) }
	{
		memcpy(memory_.get(), text.data(), text.size() * 2);
	}
	PUNICODE_STRING operator&() { return &string_; }

private:
	std::unique_ptr<char[]> memory_;
	UNICODE_STRING string_;
};

struct Owner {
	void *object;
	std::string name;
};

/// Makes and deletes names. Several namers can work at once if each has names of its own.
class Namer {
public:
	Namer(Random &random, Text mark) : random_(random), mark_(std::move(mark))
	{
		for (unsigned int n = 0; n < 3; n++)
			owners_.push_back({ must_create(0), "owner" });
	}
	~Namer()
	{
		for (void *object : named_) {
			unname(object);
			nt_object_put(object);
		}
		for (const Owner &owner : owners_) {
			links_gone(owner);
			nt_object_put(owner.object);
		}
		// Names that nobody owns.
		for (const Text &path : mine()) {
			String string(names[path].spelled);
			expect(
				path, [&] { names.erase(path); }, STATUS_SUCCESS,
				[&] { return nt_link_delete(&string); });
		}
	}
	Namer(const Namer &) = delete;
	Namer &operator=(const Namer &) = delete;

	void step()
	{
		const bool fails = !at_once && random_.one_in(6);

		if (fails)
			world::fail_allocation(random_.below(6));
		switch (random_.below(16)) {
		case 0:
		case 1:
		case 2:
			name_object();
			break;
		case 3:
			if (!named_.empty() && random_.one_in(2))
				unname_one();
			break;
		case 4:
		case 5:
		case 6:
		case 7:
			create_link();
			break;
		case 8:
			link_to_object();
			break;
		case 9:
		case 10:
			delete_link();
			break;
		case 11:
			if (random_.one_in(6))
				links_gone(owners_[random_.below(3)]);
			break;
		default:
			look_up();
			break;
		}
		// Nodes whose target was not known for lack of memory are looked at again with the next
		// change.
		if (world::allocation_failed() && !at_once)
			change_something();
		if (!at_once && random_.one_in(8)) {
			compare_announced();
			const auto links =
				std::count_if(names.begin(), names.end(),
					      [](const auto &item) { return !item.second.object; });
			check(nt_link_count() == static_cast<unsigned int>(links),
			      "links: %u, not %ld", nt_link_count(), links);
		}
	}

	/// Links that lead to one another, and what is at their end.
	void chain()
	{
		const unsigned int count = 28 + random_.below(8);
		Text to = u"\\Device\\chain" + mark_;
		void *object = must_create(0);
		char label[8];
		std::vector<Text> all;
		String target(to);

		check(nt_name_object(&target, object, label, sizeof(label)) == STATUS_SUCCESS,
		      "name: a new one is refused");
		names[folded(to)] = { to, object, {}, nullptr, false, false };
		for (unsigned int n = 0; n < count; n++) {
			const Text from = u"\\chain" + mark_ + static_cast<char16_t>(u'a' + n);
			String path(from), end(to);
			check(nt_link_create(&path, &end, false, nullptr) == STATUS_SUCCESS,
			      "link: a new one is refused");
			names[folded(from)] = { from, nullptr, folded(to), nullptr, false, false };
			all.push_back(from);
			to = from;
		}
		for (const Text &path : all)
			look_up(path, false);
		for (const Text &path : all) {
			String string(path);
			names.erase(folded(path));
			check(nt_link_delete(&string) == STATUS_SUCCESS,
			      "link: one cannot be deleted");
		}
		names.erase(folded(u"\\Device\\chain" + mark_));
		nt_unname_object(object);
		nt_object_put(object);
	}

private:
	void change_something()
	{
		String path(u"\\change" + mark_), nowhere(u"\\nowhere" + mark_);

		check(nt_link_create(&path, &nowhere, false, nullptr) == STATUS_SUCCESS &&
			      nt_link_delete(&path) == STATUS_SUCCESS,
		      "link: a new one is refused");
	}

	static void *must_create(unsigned int type)
	{
		void *object = create(type);

		check(object, "object: there is memory");
		return object;
	}

	Text word()
	{
		static constexpr const char16_t *words[] = {
			u"a",	   u"A",      u"b",	 u"LPT1",	  u"lpt1",
			u"\u00e9", u"\u00c9", u"\u00ff", u"\u0178",	  u"x y",
			u"\u044f", u"\u042f", u"\u20ac", u"\xd83d\xde00", u"??",
		};
		return words[random_.below(15)] + mark_;
	}

	Text path()
	{
		static constexpr const char16_t *places[] = {
			u"\\Device\\",	   u"\\BaseNamedObjects\\", u"\\??\\",
			u"\\DosDevices\\", u"\\dosdevices\\",	    u"\\GLOBAL??\\",
			u"\\Global??\\",   u"\\DEVICE\\",	    u"\\",
		};
		static constexpr const char16_t *odd[] = {
			u"",
			u"\\",
			u"\\Device",
			u"\\device",
			u"\\??",
			u"\\??\\",
			u"\\DosDevices",
			u"\\dosDevices\\",
			u"\\GLOBAL??",
			u"\\Global??\\",
			u"\\Device\\",
			u"Device\\x",
			u"x",
			u"\\\\x",
			u"\\Driver\\x",
			u"\\Device\\\\x",
			u"\\??\\a\\b",
			u"\\DosDevices\\??\\a",
			u"\\??\\Device\\a",
			u"\\\\",
			u"\\Device\\a\\",
		};
		if (random_.one_in(12))
			return odd[random_.below(21)];
		if (random_.one_in(4)) {
			const Text directory = some_directory();
			if (!directory.empty() && directory.size() < 1000)
				return directory + u"\\" + word();
		}
		if (random_.one_in(300)) {
			const Text start = places[random_.below(8)];
			return start + Text(32767 - random_.below(4) - start.size(), u'n');
		}
		return places[random_.below(8)] + word();
	}

	/// One of those that were made, or nothing.
	Text some_directory()
	{
		std::vector<Text> all;

		for (const Text &path : mine())
			if (names[path].directory)
				all.push_back(path);
		return all.empty() ? Text() :
				     all[random_.below(static_cast<unsigned int>(all.size()))];
	}

	/// A name that exists, perhaps in another spelling.
	Text known()
	{
		std::vector<Text> all = mine();

		if (all.empty())
			return path();
		Text text = all[random_.below(static_cast<unsigned int>(all.size()))];
		if (is_node(text) && text.size() < 30000 && random_.one_in(2))
			text = (random_.one_in(2) ? u"\\DosDevices\\" : u"\\global??\\") +
			       text.substr(4);
		return text;
	}

	Text some_path() { return random_.one_in(2) ? known() : path(); }

	std::vector<Text> mine()
	{
		std::vector<Text> all;

		for (const auto &item : names)
			if (mark_.empty() || item.first.back() == upper(mark_[0]))
				all.push_back(item.first);
		return all;
	}

	/// Makes a call that changes a name. `change` is what the model makes of it, if it should
	/// succeed.
	template <typename Change, typename Call>
	void expect(const Text &path, Change change, NTSTATUS expected, Call call)
	{
		const Names before = at_once ? Names() : names;

		in_work[path]++;
		if (expected == STATUS_SUCCESS)
			change();
		events = 0;
		const NTSTATUS status = call();
		if (!--in_work[path])
			in_work.erase(path);
		if (status == STATUS_INSUFFICIENT_RESOURCES && world::allocation_failed()) {
			check(!events, "announce: something, although there was no memory");
			names = before;
			return;
		}
		check(status == expected, "names: %s: status %#x, not %#x", shown(path).c_str(),
		      status, expected);
		if (status != STATUS_SUCCESS)
			return;
		// This holds even if others were announced meanwhile.
		const auto at = names.find(path);
		if (at == names.end())
			check(!announced.contains(path),
			      "announce: %s is deleted, and still announced", shown(path).c_str());
		else if (at->second.object && !at->second.directory && is_node(path))
			check(announced.contains(path), "announce: %s is there, but not announced",
			      shown(path).c_str());
	}

	NTSTATUS may_be_new(const Text &path, bool odd)
	{
		if (const NTSTATUS status = syntax(path, odd))
			return status;
		if (const NTSTATUS status = place(path))
			return status;
		return names.contains(folded(canonical(path))) ? STATUS_OBJECT_NAME_COLLISION :
								 STATUS_SUCCESS;
	}

	/// Whether it is not another task's.
	bool is_mine(const Text &path)
	{
		return mark_.empty() || (!path.empty() && upper(path.back()) == upper(mark_[0]));
	}

	void name_object()
	{
		const Text text = random_.one_in(5) ? known() : path();
		const bool odd = random_.one_in(30) && text.size() < 30000;
		const NTSTATUS expected = may_be_new(text, odd);
		const bool directory = random_.one_in(3);
		if (!is_mine(text) || named_.size() > 6)
			return;
		void *object = create(0);
		if (!object)
			return;
		const size_t size = 1 + random_.below(40);
		const std::unique_ptr<char[]> label(new char[size]);
		String string(text, odd);
		bool is = false;

		memset(label.get(), 'x', size);
		expect(
			folded(canonical(text)),
			[&] {
				names[folded(canonical(text))] = {
					canonical(text), object, {}, nullptr, false, directory
				};
			},
			expected,
			[&] {
				const NTSTATUS status =
					directory ?
						nt_name_directory(&string, object) :
						nt_name_object(&string, object, label.get(), size);
				is = status == STATUS_SUCCESS;
				return status;
			});
		if (is) {
			// Perhaps memory was short only for the label.
			const std::string wanted = utf8(canonical(text), true).substr(0, size - 1);
			check(label[0] == 'x' || wanted == label.get(), "label: %s, not %s",
			      label.get(), wanted.c_str());
			named_.push_back(object);
		} else {
			nt_object_put(object);
		}
	}

	void unname(void *object)
	{
		Text path;

		for (const auto &item : names)
			if (item.second.object == object)
				path = item.first;
		expect(
			path, [&] { names.erase(path); }, STATUS_SUCCESS,
			[&] {
				nt_unname_object(object);
				return STATUS_SUCCESS;
			});
	}

	void unname_one()
	{
		const size_t n = random_.below(static_cast<unsigned int>(named_.size()));
		void *object = named_[n];

		unname(object);
		named_.erase(named_.begin() + static_cast<long>(n));
		const unsigned long before = ended;
		const bool last = nt_object_put(object);
		// Another task may have just looked it up.
		check(last || at_once,
		      "names: one still has a reference to an object that lost its name");
		check(ended == before + 1 || at_once, "object: it does not end");
	}

	void create_link()
	{
		const Text text = random_.one_in(5) ? known() : path();
		const Text to = random_.one_in(3) ? path() : some_target();
		const bool odd = random_.one_in(40) && text.size() < 30000,
			   odd_target = random_.one_in(40) && to.size() < 30000;
		const bool interface = random_.one_in(4);
		void *owner = random_.one_in(3) ? nullptr : owners_[random_.below(3)].object;
		NTSTATUS expected = syntax(text, odd);

		if (!is_mine(text))
			return;
		if (!expected)
			expected = syntax(to, odd_target);
		if (!expected)
			expected = may_be_new(text, odd);
		String path(text, odd), target(to, odd_target);
		expect(
			folded(canonical(text)),
			[&] {
				names[folded(canonical(text))] = {
					canonical(text), nullptr,   folded(canonical(to)),
					owner,		 interface, false
				};
			},
			expected, [&] { return nt_link_create(&path, &target, interface, owner); });
	}

	/// The target may be another task's name, have more after it, or be the link itself.
	Text some_target()
	{
		if (names.empty())
			return path();
		auto at = names.begin();
		std::advance(at, random_.below(static_cast<unsigned int>(names.size())));
		Text text = at->second.spelled;
		if (text.size() < 30000 && random_.one_in(12))
			text += random_.one_in(2) ? u"\\" : u"\\more";
		return text;
	}

	void link_to_object()
	{
		const bool none = named_.empty() || random_.one_in(10);
		void *object =
			none ? owners_[0].object :
			       named_[random_.below(static_cast<unsigned int>(named_.size()))];
		const Text text = path();
		Text to;

		if (!is_mine(text))
			return;
		for (const auto &item : names)
			if (item.second.object == object)
				to = item.first;
		NTSTATUS expected = syntax(text, false);
		if (!expected && none)
			expected = STATUS_OBJECT_NAME_INVALID;
		if (!expected)
			expected = may_be_new(text, false);
		String path(text);
		expect(
			folded(canonical(text)),
			[&] {
				names[folded(canonical(text))] = {
					canonical(text), nullptr, to, nullptr, true, false
				};
			},
			expected, [&] { return nt_link_to_object(&path, object); });
	}

	void delete_link()
	{
		const Text text = some_path();
		const bool odd = random_.one_in(40) && text.size() < 30000;
		const Text name = folded(canonical(text));
		NTSTATUS expected = syntax(text, odd);

		if (!is_mine(text))
			return;
		if (!expected) {
			const auto at = names.find(name);
			expected = at == names.end() ? STATUS_OBJECT_NAME_NOT_FOUND :
				   at->second.object ? STATUS_OBJECT_TYPE_MISMATCH :
						       STATUS_SUCCESS;
		}
		String string(text, odd);
		expect(
			name, [&] { names.erase(name); }, expected,
			[&] {
				const NTSTATUS status = nt_link_delete(&string);

				check(status != STATUS_INSUFFICIENT_RESOURCES,
				      "links: one is not deleted for lack of memory");
				return status;
			});
	}

	void links_gone(const Owner &owner)
	{
		std::vector<Text> all;

		for (const auto &item : names)
			if (item.second.owner == owner.object)
				all.push_back(item.first);
		for (const Text &path : all) {
			in_work[path]++;
			names.erase(path);
		}
		if (!at_once)
			world::forget_log();
		nt_links_gone(owner.object, owner.name.c_str());
		for (const Text &path : all)
			if (!--in_work[path])
				in_work.erase(path);
		check(at_once || lines_with("owner: link ") == all.size(),
		      "links: %u lines about %zu links", lines_with("owner: link "), all.size());
	}

	void look_up()
	{
		Text text = some_path();

		if (random_.one_in(2) && text.size() < 30000)
			text += random_.one_in(3) ? u"\\" : random_.one_in(3) ? u"x" : u"\\More\\a";
		look_up(text, random_.one_in(40) && text.size() < 30000);
	}

	void look_up(const Text &text, bool odd)
	{
		String path(text, odd);
		UNICODE_STRING rest{};
		NTSTATUS status = STATUS_SUCCESS, expected = syntax(text, odd);
		void *wanted = nullptr;
		size_t length = 0;
		void *object = nt_name_lookup(&path, &rest, &status);

		if (at_once) {
			if (object) {
				check(nt_object_known(object, nullptr) &&
					      static_cast<Object *>(object)->magic == object_magic,
				      "lookup: what is found is not an object");
				nt_object_put(object);
			}
			return;
		}
		if (status == STATUS_INSUFFICIENT_RESOURCES && world::allocation_failed()) {
			check(!object, "lookup: an object without memory");
			return;
		}
		if (!expected) {
			wanted = resolved(folded(canonical(text)), length);
			expected = wanted ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
		}
		check(status == expected, "lookup: %s: status %#x, not %#x", shown(text).c_str(),
		      status, expected);
		check(object == wanted, "lookup: %s: another object", shown(text).c_str());
		if (!object)
			return;
		const Text follows = canonical(text).substr(length);
		check(world::text_of(rest) == follows, "lookup: %s: what follows is %s",
		      shown(text).c_str(), shown(world::text_of(rest)).c_str());
		check(!rest.Length || rest.Buffer + rest.Length / 2 ==
					      (&path)->Buffer + (&path)->Length / 2,
		      "lookup: what follows is not in the path");
		nt_object_put(object);
	}

	Random &random_;
	const Text mark_;
	std::vector<Owner> owners_;
	std::vector<void *> named_;
};

void compare_end(long before)
{
	compare_announced();
	check(names.empty() && announced.empty(), "names: some are left");
	check(!nt_link_count(), "links: %u are left", nt_link_count());
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	check(released.empty(), "program: objects are left");
}

/// One caller at a time: what has to be announced is known exactly.
unsigned long names_alone(Random &random)
{
	const long before = world::left();
	const unsigned int steps = 50 + random.below(300);
	{
		Namer namer(random, u"");

		for (unsigned int n = 0; n < steps; n++)
			namer.step();
		if (random.one_in(8))
			namer.chain();
	}
	compare_end(before);
	return steps;
}

/// Three tasks: each has names of its own, which lead to names of the others.
unsigned long names_at_once(Random &random)
{
	const long before = world::left();
	const unsigned int steps = 20 + random.below(60);
	std::vector<task_struct *> tasks;

	at_once = true;
	world::interleave(2 + random.below(4));
	for (const char16_t *mark : { u"1", u"2", u"3" })
		tasks.push_back(world::start("namer", [&, mark] {
			Namer namer(random, mark);

			for (unsigned int n = 0; n < steps; n++)
				namer.step();
		}));
	check(world::run_until([&] {
		      return std::none_of(tasks.begin(), tasks.end(), [](const task_struct *task) {
			      return world::is_alive(task);
		      });
	      }),
	      "names: tasks wait for each other");
	for (task_struct *task : tasks)
		nt_task_put(task);
	world::interleave(0);
	at_once = false;
	world::forget_log();
	compare_end(before);
	return 3UL * steps;
}

// Handles and references

struct Known {
	unsigned int type;
	unsigned int references;  // all references
	unsigned int lent;
	unsigned int mine;  // those of them that are the program's own
};

class Handles {
public:
	explicit Handles(Random &random) : random_(random) { }
	~Handles()
	{
		for (const auto &item : handles_)
			check(ZwClose(item.first) == STATUS_SUCCESS, "close: a handle is not one");
		for (auto &item : handles_)
			dropped(item.second.object);
		handles_.clear();
		while (!objects_.empty())
			end_of(order_.front());
		free_released();
		for (unsigned int n = task_lent_; n; n--)
			ObfDereferenceObject(this_thread());
		for (; task_lost_; task_lost_--)
			nt_task_put(nt_current_task());
	}
	Handles(const Handles &) = delete;
	Handles &operator=(const Handles &) = delete;

	void step()
	{
		world::forget_log();
		if (random_.one_in(6))
			world::fail_allocation(random_.below(3));
		switch (random_.below(13)) {
		case 0:
			create_object();
			break;
		case 1:
		case 2:
			create_handle();
			break;
		case 3:
		case 4:
			by_handle();
			break;
		case 5:
			close();
			break;
		case 6:
			by_pointer();
			break;
		case 7:
			reference();
			break;
		case 8:
			give_back();
			break;
		case 9:
			if (random_.one_in(3))
				drop_mine();
			break;
		case 10:
			if (random_.one_in(6))
				owner_gone();
			break;
		case 11:
			of_thread();
			break;
		case 12:
			open_pointer();
			break;
		}
		world::allocation_failed();
		check(nt_handle_count() == handles_.size(), "handles: %u, not %zu",
		      nt_handle_count(), handles_.size());
		for (const auto &item : objects_)
			check(nt_object_references(item.first) == item.second.references,
			      "references: %u, not %u", nt_object_references(item.first),
			      item.second.references);
	}

private:
	struct Handle {
		void *object;
		unsigned int driver;
	};

	static PVOID this_thread() { return KeGetCurrentThread(); }

	void *some_object()
	{
		return order_[random_.below(static_cast<unsigned int>(order_.size()))];
	}

	/// An object, one that once existed, or what is not an object at all.
	void *some_pointer()
	{
		if (!objects_.empty() && !random_.one_in(6))
			return some_object();
		if (!gone_.empty() && random_.one_in(2)) {
			void *object =
				gone_[random_.below(static_cast<unsigned int>(gone_.size()))];
			// Its memory may have become another object's.
			return objects_.contains(object) ? nullptr : object;
		}
		static constexpr uintptr_t none[] = { 0x100000, 0, 16, 0xffff888000000000, 0x10 };
		return reinterpret_cast<void *>(none[random_.below(5)]);
	}

	HANDLE some_handle()
	{
		if (!handles_.empty() && !random_.one_in(4)) {
			auto at = handles_.begin();
			std::advance(at, random_.below(static_cast<unsigned int>(handles_.size())));
			if (!random_.one_in(8))
				return at->first;
			// The bits that are left to its owner are not part of the handle.
			return reinterpret_cast<HANDLE>(reinterpret_cast<uintptr_t>(at->first) |
							(1 + random_.below(3)));
		}
		static constexpr uintptr_t none[] = { 0,    1,	  4,	      8,
						      12,   400,  0xfffffffc, 0x100000004,
						      ~0UL, ~3UL, ~4UL,	      1UL << 63 };
		return reinterpret_cast<HANDLE>(none[random_.below(12)]);
	}

	/// A reference to the object is gone. True: it was the last one.
	bool dropped(void *object)
	{
		Known &known = objects_.at(object);

		if (--known.references)
			return false;
		gone_.push_back(object);
		if (gone_.size() > 8)
			gone_.erase(gone_.begin());
		objects_.erase(object);
		order_.erase(std::find(order_.begin(), order_.end(), object));
		return true;
	}

	void free_released()
	{
		while (!released.empty()) {
			nt_object_free(released.back());
			released.pop_back();
		}
	}

	/// What is not freed yet is still an object, but nobody can get a reference to it.
	static bool is_late(const void *object)
	{
		return std::count(released.begin(), released.end(), object);
	}

	void end_of(void *object)
	{
		const Known known = objects_.at(object);

		for (unsigned int n = 0; n < known.lent; n++) {
			ObfDereferenceObject(object);
			dropped(object);
		}
		for (unsigned int n = 0; n < known.mine; n++) {
			nt_object_put(object);
			dropped(object);
		}
	}

	void create_object()
	{
		const unsigned int type = random_.below(3);

		if (objects_.size() > 8)
			return;
		if (random_.one_in(2))
			free_released();
		void *object = create(type);
		if (!object) {
			check(world::allocation_failed(), "object: there is memory, and none");
			return;
		}
		objects_[object] = { type, 1, 0, 1 };
		order_.push_back(object);
	}

	void create_handle()
	{
		HANDLE handle = nullptr;
		const unsigned int driver = random_.below(3);

		if (objects_.empty() || handles_.size() > 12)
			return;
		void *object = some_object();
		const NTSTATUS status = nt_handle_create(code_of(codes[driver]), object, &handle);
		if (status == STATUS_INSUFFICIENT_RESOURCES && world::allocation_failed())
			return;
		check(status == STATUS_SUCCESS, "handle: status %#x", status);
		check(handle && !(reinterpret_cast<uintptr_t>(handle) & 3) &&
			      !handles_.contains(handle),
		      "handle: %p", handle);
		handles_[handle] = { object, driver };
		objects_[object].references++;
	}

	/// Makes a handle of what may not be an object, or no longer is.
	void open_pointer()
	{
		void *object = some_pointer();
		const auto at = objects_.find(object);
		HANDLE handle = nullptr;

		if (handles_.size() > 12)
			return;
		const NTSTATUS status =
			ObOpenObjectByPointer(object, 0, nullptr, 0, nullptr, KernelMode, &handle);
		if (status == STATUS_INSUFFICIENT_RESOURCES && world::allocation_failed())
			return;
		check(status == (at == objects_.end() ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS),
		      "open by pointer: status %#x", status);
		check(world::logged("is not an object") == (at == objects_.end()),
		      "open by pointer: the log is wrong");
		if (status)
			return;
		// The program makes it, which is not a driver.
		handles_[handle] = { object, world::drivers };
		at->second.references++;
	}

	void by_handle()
	{
		const HANDLE handle = some_handle();
		const bool any = random_.one_in(3);
		const unsigned int type = random_.below(3);
		OBJECT_HANDLE_INFORMATION information{ 77, 77 };
		PVOID object = this;
		const auto at = handles_.find(handle);
		NTSTATUS expected = STATUS_INVALID_HANDLE;

		if (handle == current_thread)
			return;
		if (at != handles_.end())
			expected = any || objects_[at->second.object].type == type ?
					   STATUS_SUCCESS :
					   STATUS_OBJECT_TYPE_MISMATCH;
		const NTSTATUS status =
			ObReferenceObjectByHandle(handle, 5,
						  any ? nullptr : for_drivers(&types[type]),
						  KernelMode, &object,
						  random_.one_in(2) ? &information : nullptr);
		check(status == expected, "by handle: status %#x, not %#x", status, expected);
		check(information.GrantedAccess == 77 ||
			      (information.GrantedAccess == 5 && !information.HandleAttributes),
		      "by handle: what is known of it is wrong");
		check(object == (status ? nullptr : at->second.object),
		      "by handle: another object");
		if (status)
			return;
		objects_[object].references++;
		objects_[object].lent++;
	}

	void close()
	{
		const HANDLE handle = some_handle();
		const auto at = handles_.find(handle);
		const NTSTATUS status = ZwClose(handle);
		const bool is = at != handles_.end();

		check(status == (is ? STATUS_SUCCESS : STATUS_INVALID_HANDLE), "close: status %#x",
		      status);
		check(world::logged("is not a handle, or is already closed") == !is,
		      "close: no line about what is not a handle");
		if (!is)
			return;
		void *object = at->second.object;
		handles_.erase(at);
		dropped(object);
		// Close it twice.
		if (random_.one_in(4))
			check(ZwClose(handle) == STATUS_INVALID_HANDLE, "close: twice");
	}

	void by_pointer()
	{
		void *object = some_pointer();
		const bool any = random_.one_in(3);
		const unsigned int type = random_.below(3);
		const auto at = objects_.find(object);
		NTSTATUS expected = STATUS_INVALID_PARAMETER;

		if (at != objects_.end())
			expected = any || at->second.type == type ? STATUS_SUCCESS :
								    STATUS_OBJECT_TYPE_MISMATCH;
		else if (is_late(object) && !any && type != late)
			expected = STATUS_OBJECT_TYPE_MISMATCH;
		const NTSTATUS status =
			ObReferenceObjectByPointer(object, 0,
						   any ? nullptr : for_drivers(&types[type]),
						   KernelMode);
		check(status == expected, "by pointer: status %#x, not %#x", status, expected);
		check(world::logged("is not an object") == (expected == STATUS_INVALID_PARAMETER),
		      "by pointer: the log is wrong");
		if (status)
			return;
		at->second.references++;
		at->second.lent++;
	}

	void reference()
	{
		void *object = some_pointer();
		const auto at = objects_.find(object);
		LONG_PTR count = 0;
		const bool dispatch = random_.one_in(4);
		KIRQL irql = PASSIVE_LEVEL;

		if (dispatch)
			KeRaiseIrql(DISPATCH_LEVEL, &irql);
		count = ObfReferenceObject(object);
		if (dispatch)
			KeLowerIrql(irql);
		if (at == objects_.end()) {
			check(!count && world::logged("is not an object"),
			      "reference: of what is not an object");
			return;
		}
		at->second.references++;
		at->second.lent++;
		check(count == at->second.references, "reference: %ld, not %u",
		      static_cast<long>(count), at->second.references);
	}

	void give_back()
	{
		void *object = some_pointer();
		const auto at = objects_.find(object);
		const bool there = at != objects_.end() && at->second.lent;
		const unsigned long before = ended;
		const LONG_PTR left = ObfDereferenceObject(object);

		if (!there) {
			check(world::logged(at != objects_.end() || is_late(object) ?
						    "the driver has no reference" :
						    "is not an object"),
			      "give back: no line about what was not lent");
			check(ended == before, "give back: it ends an object");
			return;
		}
		check(world::log.empty(), "give back: a line");
		check(left == at->second.references - 1, "give back: %ld are left",
		      static_cast<long>(left));
		at->second.lent--;
		check(dropped(object) == (ended == before + 1),
		      "give back: the object ends too late or too early");
	}

	/// Drops a reference of the program's own, as a room has them.
	void drop_mine()
	{
		if (objects_.empty())
			return;
		void *object = some_object();
		Known &known = objects_[object];
		const unsigned long before = ended;

		if (!known.mine)
			return;
		known.mine--;
		const bool last = known.references == 1;
		check(nt_object_put(object) == last, "references: the last one is another one");
		check(dropped(object) == last && ended == before + last,
		      "references: the object does not end with the last one");
		check(!is_late(object) || !nt_object_get_unless_gone(object),
		      "references: one to what is gone");
	}

	void owner_gone()
	{
		const unsigned int driver = random_.below(3);
		unsigned int count = 0;

		nt_handles_gone(world::module_of(driver), driver_names[driver]);
		for (auto at = handles_.begin(); at != handles_.end();) {
			if (at->second.driver != driver) {
				++at;
				continue;
			}
			dropped(at->second.object);
			at = handles_.erase(at);
			count++;
		}
		check(lines_with("never closed by ZwClose") == (count ? 1 : 0),
		      "handles: no line about those that were left");
		check(!count || world::logged((": " + std::to_string(count) + " handle").c_str()),
		      "handles: not %u of them", count);
	}

	/// A thread that is not a system thread is an object, too.
	void of_thread()
	{
		PVOID thread = this_thread(), object = nullptr;
		const unsigned int before = nt_task_references(nt_current_task());

		if (random_.one_in(2)) {
			const LONG_PTR left = ObfDereferenceObject(thread);
			if (!task_lent_) {
				check(!left && world::logged("has no reference to the thread"),
				      "thread: given back too often");
				check(nt_task_references(nt_current_task()) == before,
				      "thread: a reference is gone");
				return;
			}
			task_lent_--;
			check(nt_task_references(nt_current_task()) == before - 1,
			      "thread: its reference is kept");
			return;
		}
		NTSTATUS status = STATUS_SUCCESS, expected = STATUS_SUCCESS;
		POBJECT_TYPE type =
			random_.one_in(2) ?
				nullptr :
				for_drivers(random_.one_in(2) ? nt_task_type : &types[0]);
		if (type && type != for_drivers(nt_task_type))
			expected = STATUS_OBJECT_TYPE_MISMATCH;
		const bool by_handle = random_.one_in(2);
		if (by_handle)
			status = ObReferenceObjectByHandle(current_thread, 0, type, KernelMode,
							   &object, nullptr);
		else
			status = ObReferenceObjectByPointer(thread, 0, type, KernelMode);
		check(status == expected, "thread: status %#x, not %#x", status, expected);
		if (status)
			return;
		check(!by_handle || object == thread, "thread: another one");
		check(nt_task_references(nt_current_task()) == before + 1, "thread: no reference");
		// Without memory to count it, the driver never gives it back.
		if (world::allocation_failed() && !task_lent_)
			task_lost_++;
		else
			task_lent_++;
	}

	Random &random_;
	std::map<void *, Known> objects_;
	std::vector<void *> order_;  // in order of creation: the seed does not determine addresses
	std::map<HANDLE, Handle> handles_;
	std::vector<void *> gone_;
	unsigned int task_lent_ = 0, task_lost_ = 0;
};

unsigned long handles(Random &random)
{
	const long before = world::left();
	const unsigned int steps = 50 + random.below(400);
	const unsigned int objects = nt_objects();
	{
		Handles all(random);

		for (unsigned int n = 0; n < steps; n++)
			all.step();
	}
	world::forget_log();
	check(nt_objects() == objects, "objects: %u, not %u", nt_objects(), objects);
	check(!nt_handle_count(), "handles: %u are left", nt_handle_count());
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	return steps;
}

// A driver that is unloaded

bool leaves_links;

IN_DRIVER(d) VOID NTAPI unload_d(PDRIVER_OBJECT)
{
	UNICODE_STRING one;

	RtlInitUnicodeString(&one, L"\\DosDevices\\One");
	if (!leaves_links)
		IoDeleteSymbolicLink(&one);
}

IN_DRIVER(d) NTSTATUS NTAPI entry_d(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	UNICODE_STRING one, two, target;
	PDEVICE_OBJECT device;

	RtlInitUnicodeString(&one, L"\\??\\One");
	RtlInitUnicodeString(&two, L"\\??\\one\\");
	RtlInitUnicodeString(&target, L"\\Device\\D");
	driver->DriverUnload = unload_d;
	if (IoCreateSymbolicLink(&two, &target) != STATUS_OBJECT_PATH_NOT_FOUND)
		return STATUS_UNSUCCESSFUL;
	NTSTATUS status = IoCreateSymbolicLink(&one, &target);
	if (NT_SUCCESS(status))
		status = IoCreateDevice(driver, 0, &target, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	// As many drivers do, it leaves what it has made.
	return status;
}

void driver_goes(Random &random)
{
	const long before = world::left();

	names.clear();
	at_once = true;
	in_work[u"\\??\\ONE"] = 1;
	leaves_links = random.one_in(2);
	world::forget_log();
	if (random.one_in(2))
		world::fail_allocation(random.below(24));
	const int err = world::load(3, entry_d);
	const bool failed = world::allocation_failed();
	check(!err || failed, "driver: error %d", err);
	if (!err) {
		check(announced.contains(u"\\??\\ONE") || failed,
		      "announce: a driver's link is not announced");
		check(world::unload(3, entry_d), "driver: somebody holds it");
		check(world::logged("was never deleted by IoDeleteSymbolicLink") == leaves_links,
		      "links: the log is wrong");
	}
	check(announced.empty(), "announce: a driver has gone, and its link has not");
	in_work.clear();
	at_once = false;
	world::run_all();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	world::forget_log();
}

// A driver whose thread deletes devices while DriverEntry is about to be over

PDEVICE_OBJECT kept, deleted_soon[3];

IN_DRIVER(c) VOID NTAPI unload_c(PDRIVER_OBJECT) { IoDeleteDevice(kept); }

IN_DRIVER(c) NTSTATUS NTAPI entry_c(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	NTSTATUS status = IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &kept);

	driver->DriverUnload = unload_c;
	for (PDEVICE_OBJECT &device : deleted_soon)
		if (NT_SUCCESS(status))
			status = IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE,
						&device);
	if (!NT_SUCCESS(status))
		return status;
	nt_task_put(world::start("deleter", [] {
		world::as(2, [] {
			for (PDEVICE_OBJECT device : deleted_soon)
				IoDeleteDevice(device);
		});
	}));
	// What is touched without the devices' lock is found by ThreadSanitizer (order.hh).
	world::interleave(4);
	return status;
}

void driver_starts_a_thread()
{
	const long before = world::left();

	world::forget_log();
	check(!world::load(2, entry_c), "driver: it does not load");
	world::interleave(0);
	world::run_all();
	check(!(kept->Flags & DO_DEVICE_INITIALIZING), "driver: its device is not ready");
	check(world::unload(2, entry_c), "driver: somebody holds it");
	check(!world::logged("was never deleted"), "devices: one is left");
	world::run_all();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	world::forget_log();
}

// A device that is deleted while a program closes its file on it

PDEVICE_OBJECT open_device;

IN_DRIVER(c) NTSTATUS NTAPI succeed(PDEVICE_OBJECT, PIRP irp)
{
	irp->IoStatus = {};
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

IN_DRIVER(c) NTSTATUS NTAPI entry_with_files(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	std::u16string text = u"\\Device\\Open";
	UNICODE_STRING name = world::string_of(text);

	driver->DriverUnload = [](PDRIVER_OBJECT) {};
	for (const int major : { IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE })
		driver->MajorFunction[major] = succeed;
	return IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &open_device);
}

void open_device_goes()
{
	const long before = world::left();
	std::u16string text = u"\\Device\\Open";
	UNICODE_STRING name = world::string_of(text);
	PFILE_OBJECT file = nullptr;

	world::forget_log();
	check(!world::load(2, entry_with_files), "driver: it does not load");
	check(NT_SUCCESS(nt_file_open(&name, FILE_READ_DATA, &file)), "devices: one is not opened");
	nt_task_put(world::start("closer", [file] { nt_file_end(file); }));
	// As above: whether the device is still open then, is for chance to say.
	world::interleave(4);
	world::as(2, [] { IoDeleteDevice(open_device); });
	world::interleave(0);
	world::run_all();
	check(world::unload(2, entry_with_files), "driver: somebody holds it");
	world::run_all();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	world::forget_log();
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	world::seed(seed);
	chances = &random;
	world::start_rooms();
	nt_file_closed = [] {};	 // there are no ports
	check(!nt_links_watch(told), "start: nobody can be told of links");
	const long before = world::left();
	for (unsigned long n = 0; n < operations;) {
		switch (random.below(5)) {
		case 0:
		case 1:
			n += names_alone(random);
			break;
		case 2:
			n += names_at_once(random);
			break;
		case 3:
			n += handles(random);
			break;
		case 4:
			driver_goes(random);
			driver_starts_a_thread();
			open_device_goes();
			n += 40;
			break;
		}
		world::check_context("main()");
	}
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	nt_links_unwatch();
	world::stop_rooms();
	check(!world::left(), "memory: left: %s", world::what_is_left().c_str());
	check(operations, "set-up: no operation");
	printf("%lu operations, %lu announcements, seed %" PRIu64 "\n", operations, all_events,
	       seed);
}
