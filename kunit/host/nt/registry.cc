// SPDX-License-Identifier: GPL-2.0
/// registry.cc - compat/cm in any order of calls, against a tree of the C++ library, with
/// allocations that fail now and then; and what users give drivers, as raw bytes.
///
/// registry SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <memory>
#include <optional>

#include "glue/linux.h"
#include "cm/registry.h"

using world::check;
using world::Random;
using world::string_of;

namespace {

// The model: names regardless of case, in the order of their creation.

struct Value {
	std::u16string name;
	ULONG type = REG_NONE;
	std::string data;
};

struct Key {
	std::u16string name;
	Key *parent = nullptr;
	bool gone = false;
	std::vector<std::shared_ptr<Key>> subkeys;
	std::vector<Value> values;
};

using KeyRef = std::shared_ptr<Key>;

bool same(const std::u16string &a, const std::u16string &b)
{
	return a.size() == b.size() &&
	       std::equal(a.begin(), a.end(), b.begin(), [](char16_t x, char16_t y) {
		       return RtlUpcaseUnicodeChar(x) == RtlUpcaseUnicodeChar(y);
	       });
}

KeyRef subkey_of(const Key &key, const std::u16string &name)
{
	for (const KeyRef &subkey : key.subkeys)
		if (same(subkey->name, name))
			return subkey;
	return {};
}

Value *value_of(Key &key, const std::u16string &name)
{
	for (Value &value : key.values)
		if (same(value.name, name))
			return &value;
	return nullptr;
}

/// ZwOpenKey() and ZwCreateKey(), as documented.
NTSTATUS open_from(const KeyRef &from, std::u16string path, bool create, KeyRef &found,
		   bool &created)
{
	KeyRef key = from;

	created = false;
	if (from->gone)
		return STATUS_KEY_DELETED;
	while (!path.empty()) {
		const size_t end = std::min(path.find(u'\\'), path.size());
		const std::u16string name = path.substr(0, end);
		path.erase(0, end + 1);
		if (name.empty() || name.size() > 255)
			return STATUS_OBJECT_NAME_INVALID;
		KeyRef subkey = subkey_of(*key, name);
		if (!subkey) {
			if (!create || !path.empty() || !key->parent)
				return STATUS_OBJECT_NAME_NOT_FOUND;
			subkey = std::make_shared<Key>();
			subkey->name = name;
			subkey->parent = key.get();
			key->subkeys.push_back(subkey);
			created = true;
		}
		key = subkey;
	}
	found = key;
	return STATUS_SUCCESS;
}

/// One round: the registry is started, called at random, compared with the model, and stopped.
class Round {
public:
	explicit Round(Random &random) : random_(random)
	{
		check(!nt_registry_start(), "start: there is memory, and no registry");
		root_ = std::make_shared<Key>();
		static constexpr const char16_t *paths[] = {
			u"Registry",
			u"Registry\\Machine",
			u"Registry\\Machine\\Hardware",
			u"Registry\\Machine\\Hardware\\DeviceMap",
			u"Registry\\Machine\\Software",
			u"Registry\\Machine\\Software\\Microsoft",
			u"Registry\\Machine\\Software\\Microsoft\\Windows NT",
			u"Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
			u"Registry\\Machine\\System",
			u"Registry\\Machine\\System\\CurrentControlSet",
			u"Registry\\Machine\\System\\CurrentControlSet\\Control",
			u"Registry\\Machine\\System\\CurrentControlSet\\Services",
			u"Registry\\User",
			u"Registry\\User\\.Default",
		};
		for (const char16_t *path : paths)
			add(path);
		// In the model the root has a parent once \Registry exists: nothing else may be
		// beside it.
	}

	~Round()
	{
		for (Open &open : opens_)
			check(ZwClose(open.handle) == STATUS_SUCCESS, "close: a handle is not one");
		compare_all();
		nt_registry_stop();
		check(!world::left(), "memory: %ld blocks, objects or handles are left",
		      world::left());
	}
	Round(const Round &) = delete;
	Round &operator=(const Round &) = delete;

	void step()
	{
		const bool fails = random_.one_in(6);

		if (fails)
			world::fail_allocation(random_.below(3));
		switch (random_.below(9)) {
		case 0:
		case 1:
			open();
			break;
		case 2:
			close();
			break;
		case 3:
			remove_key();
			break;
		case 4:
		case 5:
			set();
			break;
		case 6:
			remove_value();
			break;
		case 7:
			enumerate();
			break;
		case 8:
			query_table();
			break;
		}
		world::allocation_failed();
		if (random_.one_in(16))
			compare_some();
	}

private:
	struct Open {
		HANDLE handle;
		KeyRef key;
	};

	void add(const std::u16string &path)
	{
		Key *key = root_.get();
		std::u16string rest = path;

		for (;;) {
			const size_t end = std::min(rest.find(u'\\'), rest.size());
			const std::u16string name = rest.substr(0, end);
			rest.erase(0, end + 1);
			KeyRef subkey = subkey_of(*key, name);
			if (!subkey) {
				subkey = std::make_shared<Key>();
				subkey->name = name;
				subkey->parent = key;
				key->subkeys.push_back(subkey);
			}
			if (rest.empty())
				return;
			key = subkey.get();
		}
	}

	std::u16string name()
	{
		static constexpr const char16_t *names[] = {
			u"a",	    u"A",      u"b",	  u"Parameters", u"parameters",
			u"Machine", u"\u00e9", u"\u00c9", u"",		 u"x y",
		};
		if (random_.one_in(40))
			return std::u16string(254 + random_.below(4), u'n');
		return names[random_.below(10)];
	}

	std::u16string path()
	{
		static constexpr const char16_t *starts[] = {
			u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\",
			u"\\REGISTRY\\machine\\",
			u"\\Registry\\User\\",
			u"\\",
			u"\\Registry",
			u"",
		};
		std::u16string result = starts[random_.one_in(3) ? random_.below(6) : 0];

		for (unsigned int n = 1 + random_.below(3); n; n--) {
			result += name();
			if (n > 1 || random_.one_in(8))
				result += u'\\';
		}
		return result;
	}

	Open *some_open()
	{
		return opens_.empty() ?
			       nullptr :
			       &opens_[random_.below(static_cast<unsigned int>(opens_.size()))];
	}

	/// What a path means: absolute, or from a key.
	NTSTATUS expect_open(const KeyRef &from, const std::u16string &path, bool create,
			     KeyRef &found, bool &created)
	{
		const bool absolute = !path.empty() && path[0] == u'\\';

		created = false;
		if (from ? absolute : !absolute)
			return STATUS_OBJECT_PATH_SYNTAX_BAD;
		return open_from(from ? from : root_, absolute ? path.substr(1) : path, create,
				 found, created);
	}

	/// Whether memory was short; if not, what is documented must have happened.
	static bool short_of_memory(NTSTATUS status)
	{
		return (status == STATUS_INSUFFICIENT_RESOURCES || status == STATUS_NO_MEMORY) &&
		       world::allocation_failed();
	}

	void open()
	{
		Open *from = random_.one_in(2) ? some_open() : nullptr;
		std::u16string text = from ? name() : path();
		const bool create = random_.one_in(2);
		OBJECT_ATTRIBUTES attributes;
		UNICODE_STRING string = string_of(text);
		HANDLE handle = nullptr;
		ULONG disposition = 0;

		if (from && random_.one_in(3))
			text += u"\\" + name(), string = string_of(text);
		InitializeObjectAttributes(&attributes, &string, 0, from ? from->handle : nullptr,
					   nullptr);
		const NTSTATUS status =
			create ? ZwCreateKey(&handle, 0, &attributes, 0, nullptr, 0, &disposition) :
				 ZwOpenKey(&handle, 0, &attributes);
		KeyRef key;
		bool created;
		// A key that was created stays, even if there is no memory for its handle.
		if (short_of_memory(status)) {
			const NTSTATUS again = create ? ZwCreateKey(&handle, 0, &attributes, 0,
								    nullptr, 0, &disposition) :
							ZwOpenKey(&handle, 0, &attributes);
			const NTSTATUS expected = expect_open(from ? from->key : KeyRef(), text,
							      create, key, created);
			check(again == expected,
			      "open: status %#x, not %#x, after memory was short", again, expected);
			if (again == STATUS_SUCCESS)
				opens_.push_back({ handle, key });
			return;
		}
		const NTSTATUS expected =
			expect_open(from ? from->key : KeyRef(), text, create, key, created);
		check(status == expected, "open: status %#x, not %#x", status, expected);
		if (status != STATUS_SUCCESS)
			return;
		check(!create || disposition ==
					 (created ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY),
		      "open: disposition %u", disposition);
		opens_.push_back({ handle, key });
	}

	void close()
	{
		if (opens_.size() < 4)
			return;
		const size_t n = random_.below(static_cast<unsigned int>(opens_.size()));
		check(ZwClose(opens_[n].handle) == STATUS_SUCCESS, "close: a handle is not one");
		opens_.erase(opens_.begin() + static_cast<long>(n));
	}

	void remove_key()
	{
		Open *open = some_open();
		if (!open)
			return;
		Key &key = *open->key;
		const NTSTATUS status = ZwDeleteKey(open->handle);
		const NTSTATUS expected = key.gone ? STATUS_KEY_DELETED :
					  !key.subkeys.empty() || !key.parent ?
						     STATUS_CANNOT_DELETE :
						     STATUS_SUCCESS;
		check(status == expected, "delete: status %#x, not %#x", status, expected);
		if (status != STATUS_SUCCESS)
			return;
		auto &siblings = key.parent->subkeys;
		key.gone = true;
		siblings.erase(std::find(siblings.begin(), siblings.end(), open->key));
	}

	void set()
	{
		Open *open = some_open();
		if (!open)
			return;
		std::u16string text = name();
		UNICODE_STRING string = string_of(text);
		const ULONG type = random_.below(12);
		std::string data(random_.below(40), '\0');
		for (char &c : data)
			c = static_cast<char>(random_.below(3));
		const NTSTATUS status = ZwSetValueKey(open->handle, &string, 0, type, data.data(),
						      static_cast<ULONG>(data.size()));
		if (short_of_memory(status))
			return;
		check(status == (open->key->gone ? STATUS_KEY_DELETED : STATUS_SUCCESS),
		      "set: status %#x", status);
		if (status != STATUS_SUCCESS)
			return;
		if (Value *value = value_of(*open->key, text))
			*value = { text, type, data };
		else
			open->key->values.push_back({ text, type, data });
	}

	void remove_value()
	{
		Open *open = some_open();
		if (!open)
			return;
		std::u16string text = name();
		UNICODE_STRING string = string_of(text);
		const NTSTATUS status = ZwDeleteValueKey(open->handle, &string);
		Value *value = value_of(*open->key, text);
		check(status == (open->key->gone ? STATUS_KEY_DELETED :
				 value		 ? STATUS_SUCCESS :
						   STATUS_OBJECT_NAME_NOT_FOUND),
		      "delete value: status %#x", status);
		if (status == STATUS_SUCCESS)
			open->key->values.erase(open->key->values.begin() +
						(value - open->key->values.data()));
	}

	/// Enumerates by index, in any class, with any room for the answer.
	void enumerate()
	{
		Open *open = some_open();
		if (!open)
			return;
		const Key &key = *open->key;
		const ULONG index = random_.below(4);
		std::vector<char> buffer(random_.below(120));
		ULONG size = 0;

		if (random_.one_in(2)) {
			const NTSTATUS status = ZwEnumerateKey(open->handle, index,
							       KeyBasicInformation, buffer.data(),
							       static_cast<ULONG>(buffer.size()),
							       &size);
			expect_answer(status, key, index < key.subkeys.size(),
				      FIELD_OFFSET(KEY_BASIC_INFORMATION, Name),
				      index < key.subkeys.size() ?
					      key.subkeys[index]->name.size() * 2 :
					      0,
				      buffer.size(), size);
			return;
		}
		const bool there = index < key.values.size();
		const Value value = there ? key.values[index] : Value();
		const size_t name_size = value.name.size() * 2;
		const auto wanted = static_cast<KEY_VALUE_INFORMATION_CLASS>(random_.below(3));
		const NTSTATUS status =
			ZwEnumerateValueKey(open->handle, index, wanted, buffer.data(),
					    static_cast<ULONG>(buffer.size()), &size);
		if (short_of_memory(status))
			return;
		if (wanted == KeyValuePartialInformation) {
			const size_t head = FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data);
			if (expect_answer(status, key, there, head, value.data.size(),
					  buffer.size(), size)) {
				const auto *answer =
					reinterpret_cast<const KEY_VALUE_PARTIAL_INFORMATION *>(
						buffer.data());
				check(answer->Type == value.type &&
					      answer->DataLength == value.data.size() &&
					      !memcmp(answer->Data, value.data.data(),
						      value.data.size()),
				      "value: another one");
			}
		} else if (wanted == KeyValueBasicInformation) {
			expect_answer(status, key, there,
				      FIELD_OFFSET(KEY_VALUE_BASIC_INFORMATION, Name), name_size,
				      buffer.size(), size);
		} else {
			const size_t head = FIELD_OFFSET(KEY_VALUE_FULL_INFORMATION, Name);
			const size_t data_at = (head + name_size + 7) / 8 * 8;
			if (expect_answer(status, key, there, head,
					  data_at - head + value.data.size(), buffer.size(),
					  size)) {
				const auto *answer =
					reinterpret_cast<const KEY_VALUE_FULL_INFORMATION *>(
						buffer.data());
				check(answer->DataOffset == data_at &&
					      answer->NameLength == name_size &&
					      !memcmp(answer->Name, value.name.data(), name_size) &&
					      !memcmp(buffer.data() + data_at, value.data.data(),
						      value.data.size()),
				      "value: another one");
			}
		}
	}

	/// True: the whole answer has arrived.
	static bool expect_answer(NTSTATUS status, const Key &key, bool there, size_t fixed,
				  size_t rest, size_t room, ULONG size)
	{
		const size_t needed = fixed + rest;
		const NTSTATUS expected = key.gone	? STATUS_KEY_DELETED :
					  !there	? STATUS_NO_MORE_ENTRIES :
					  room < fixed	? STATUS_BUFFER_TOO_SMALL :
					  room < needed ? STATUS_BUFFER_OVERFLOW :
							  STATUS_SUCCESS;

		check(status == expected, "enumerate: status %#x, not %#x", status, expected);
		check(key.gone || !there || size == needed, "enumerate: size %u, not %zu", size,
		      needed);
		return status == STATUS_SUCCESS;
	}

	struct Seen {
		std::vector<Value> values;
	};

	static NTSTATUS collect(PWSTR name, ULONG type, PVOID data, ULONG size, PVOID context,
				PVOID)
	{
		std::u16string text;
		for (const WCHAR *c = name; c && *c; c++)
			text += static_cast<char16_t>(*c);
		static_cast<Seen *>(context)->values.push_back(
			{ text, type, std::string(static_cast<char *>(data), size) });
		return STATUS_SUCCESS;
	}

	/// RtlQueryRegistryValues() of a key: all values, and one by name.
	void query_table()
	{
		Open *open = some_open();
		if (!open)
			return;
		Key &key = *open->key;
		const bool one = random_.one_in(2), removes = random_.one_in(4);
		std::u16string text = name();
		RTL_QUERY_REGISTRY_TABLE table[2]{};
		Seen seen;

		if (one && text.empty())
			return;
		table[0].QueryRoutine = collect;
		table[0].Name = one ? reinterpret_cast<PWSTR>(text.data()) : nullptr;
		table[0].Flags = RTL_QUERY_REGISTRY_NOEXPAND |
				 (removes ? RTL_QUERY_REGISTRY_DELETE : 0) |
				 (random_.one_in(4) ? RTL_QUERY_REGISTRY_REQUIRED : 0);
		const NTSTATUS status =
			RtlQueryRegistryValues(RTL_REGISTRY_HANDLE,
					       reinterpret_cast<PCWSTR>(open->handle), table, &seen,
					       nullptr);
		std::vector<Value> expected;
		if (one) {
			if (Value *value = value_of(key, text))
				expected.push_back({ text, value->type, value->data });
		} else {
			expected = key.values;
		}
		if (short_of_memory(status)) {
			// The values before this one were delivered, and removed.
			check(seen.values.size() < expected.size() || expected.empty(),
			      "query: too many values");
			if (removes)
				key.values.erase(key.values.begin(),
						 key.values.begin() +
							 static_cast<long>(seen.values.size()));
			return;
		}
		if (key.gone) {
			check(status == STATUS_KEY_DELETED, "query: status %#x of a deleted key",
			      status);
			return;
		}
		const bool missing = expected.empty() &&
				     table[0].Flags & RTL_QUERY_REGISTRY_REQUIRED;
		check(status == (missing ? STATUS_OBJECT_NAME_NOT_FOUND : STATUS_SUCCESS),
		      "query: status %#x", status);
		check(seen.values.size() == expected.size(), "query: %zu values, not %zu",
		      seen.values.size(), expected.size());
		for (size_t n = 0; n < expected.size(); n++)
			check(seen.values[n].name == expected[n].name &&
				      seen.values[n].type == expected[n].type &&
				      seen.values[n].data == expected[n].data,
			      "query: another value");
		if (!removes)
			return;
		if (!one)
			key.values.clear();
		else if (Value *value = value_of(key, text))
			key.values.erase(key.values.begin() + (value - key.values.data()));
	}

	// All of it

	/// What ZwQueryKey() says of a key is what the model has of it.
	void compare_content(const Key &key, HANDLE handle)
	{
		KEY_FULL_INFORMATION full;
		size_t longest_key = 0, longest_name = 0, longest_data = 0;
		ULONG size;

		for (const auto &subkey : key.subkeys)
			longest_key = std::max(longest_key, subkey->name.size() * 2);
		for (const Value &value : key.values) {
			longest_name = std::max(longest_name, value.name.size() * 2);
			longest_data = std::max(longest_data, value.data.size());
		}
		check(ZwQueryKey(handle, KeyFullInformation, &full, sizeof(full), &size) ==
				      STATUS_SUCCESS &&
			      full.SubKeys == key.subkeys.size() &&
			      full.MaxNameLen == longest_key && full.Values == key.values.size() &&
			      full.MaxValueNameLen == longest_name &&
			      full.MaxValueDataLen == longest_data,
		      "compare: another content");
		compare_path(key, handle);
	}

	/// With any room for the answer: it is the end of the path that is cut.
	void compare_path(const Key &key, HANDLE handle)
	{
		std::u16string path;
		ULONG size;

		for (const Key *at = &key; at->parent; at = at->parent)
			path.insert(0, at->name).insert(0, 1, u'\\');
		constexpr ULONG head = FIELD_OFFSET(KEY_NAME_INFORMATION, Name);
		const auto whole = static_cast<ULONG>(head + path.size() * 2);
		std::vector<UCHAR> buffer(random_.below(whole + 4));
		const NTSTATUS status = ZwQueryKey(handle, KeyNameInformation, buffer.data(),
						   static_cast<ULONG>(buffer.size()), &size);
		check(status == (buffer.size() < head  ? STATUS_BUFFER_TOO_SMALL :
				 buffer.size() < whole ? STATUS_BUFFER_OVERFLOW :
							 STATUS_SUCCESS),
		      "compare: path, status %#x", status);
		check(size == whole && (buffer.size() <= head ||
					!memcmp(buffer.data() + head, path.data(),
						std::min<size_t>(buffer.size(), whole) - head)),
		      "compare: another path");
	}

	void compare(const Key &key, HANDLE handle)
	{
		char buffer[2048];
		ULONG size;

		compare_content(key, handle);
		for (ULONG n = 0; n <= key.values.size(); n++) {
			const auto *answer =
				reinterpret_cast<const KEY_VALUE_FULL_INFORMATION *>(buffer);
			const NTSTATUS status = ZwEnumerateValueKey(handle, n,
								    KeyValueFullInformation, buffer,
								    sizeof(buffer), &size);
			if (n == key.values.size()) {
				check(status == STATUS_NO_MORE_ENTRIES,
				      "compare: there are more values");
				break;
			}
			const Value &value = key.values[n];
			check(status == STATUS_SUCCESS && answer->Type == value.type &&
				      answer->NameLength == value.name.size() * 2 &&
				      !memcmp(answer->Name, value.name.data(),
					      answer->NameLength) &&
				      answer->DataLength == value.data.size() &&
				      !memcmp(buffer + answer->DataOffset, value.data.data(),
					      answer->DataLength),
			      "compare: another value");
		}
		for (ULONG n = 0; n <= key.subkeys.size(); n++) {
			const auto *answer =
				reinterpret_cast<const KEY_BASIC_INFORMATION *>(buffer);
			const NTSTATUS status = ZwEnumerateKey(handle, n, KeyBasicInformation,
							       buffer, sizeof(buffer), &size);
			if (n == key.subkeys.size()) {
				check(status == STATUS_NO_MORE_ENTRIES,
				      "compare: there are more keys");
				return;
			}
			std::u16string name = key.subkeys[n]->name;
			check(status == STATUS_SUCCESS && answer->NameLength == name.size() * 2 &&
				      !memcmp(answer->Name, name.data(), answer->NameLength),
			      "compare: another key");
			OBJECT_ATTRIBUTES attributes;
			UNICODE_STRING string = string_of(name);
			HANDLE subkey;
			InitializeObjectAttributes(&attributes, &string, 0, handle, nullptr);
			check(ZwOpenKey(&subkey, 0, &attributes) == STATUS_SUCCESS,
			      "compare: a key cannot be opened");
			compare(*key.subkeys[n], subkey);
			ZwClose(subkey);
		}
	}

	void compare_some()
	{
		if (Open *open = some_open(); open && !open->key->gone)
			compare(*open->key, open->handle);
	}

	void compare_all()
	{
		std::u16string path = u"\\Registry";
		UNICODE_STRING string = string_of(path);
		OBJECT_ATTRIBUTES attributes;
		HANDLE handle;

		opens_.clear();
		InitializeObjectAttributes(&attributes, &string, 0, nullptr, nullptr);
		check(ZwOpenKey(&handle, 0, &attributes) == STATUS_SUCCESS,
		      "compare: there is no \\Registry");
		compare(*root_->subkeys[0], handle);
		ZwClose(handle);
	}

	Random &random_;
	KeyRef root_;
	std::vector<Open> opens_;
};

// What users give drivers, as raw bytes: module parameters and a settings file

/// A value below the driver's key, and what a user wrote.
struct Given {
	std::vector<std::u16string> keys;
	Value value;
	bool service = false;
	bool read = false;
	bool gone = false;  // the driver has written over it, or deleted it
};

/// Decodes bytes written as % and digits; nullopt: there is a mistake in them.
std::optional<std::string> unescaped(const std::string &text, bool escapes)
{
	std::string result;

	for (size_t n = 0; n < text.size(); n++) {
		if (!escapes || text[n] != '%') {
			result += text[n];
			continue;
		}
		if (n + 2 >= text.size() || !isxdigit(static_cast<unsigned char>(text[n + 1])) ||
		    !isxdigit(static_cast<unsigned char>(text[n + 2])))
			return {};
		const char byte = static_cast<char>(std::stoi(text.substr(n + 1, 2), nullptr, 16));
		if (!byte)
			return {};
		result += byte;
		n += 2;
	}
	return result;
}

std::optional<std::u16string> widened(const std::optional<std::string> &text)
{
	if (!text || text->size() > 32766)
		return {};
	std::vector<WCHAR> wide(text->size() + 1);
	const int length = nt_utf8_to_utf16(text->data(), text->size(), wide.data(), text->size());
	if (length < 0)
		return {};
	return std::u16string(reinterpret_cast<char16_t *>(wide.data()),
			      static_cast<size_t>(length));
}

/// What the README says of an item, written a second time: type and data.
std::optional<Value> expected_data(const std::string &entry)
{
	static constexpr struct {
		const char *prefix;
		ULONG type;
	} types[] = {
		{ "dword:", REG_DWORD },
		{ "qword:", REG_QWORD },
		{ "sz:", REG_SZ },
		{ "expand_sz:", REG_EXPAND_SZ },
		{ "multi_sz:", REG_MULTI_SZ },
		{ "binary:", REG_BINARY },
	};
	const size_t equals = entry.find('=');
	if (equals == std::string::npos || !equals)
		return {};
	std::string text = entry.substr(equals + 1);
	const bool escapes = !text.empty() && text[0] == '%';
	if (escapes)
		text.erase(0, 1);
	for (const auto &type : types) {
		if (text.rfind(type.prefix, 0))
			continue;
		text.erase(0, strlen(type.prefix));
		Value value{ {}, type.type, {} };
		auto bytes = [&](const void *data, size_t size) {
			value.data.append(static_cast<const char *>(data), size);
		};
		switch (type.type) {
		case REG_DWORD:
		case REG_QWORD: {
			ULONGLONG number;
			if (!nt_parse_number(text.c_str(), &number) ||
			    (type.type == REG_DWORD && number > 0xffffffff))
				return {};
			bytes(&number, type.type == REG_DWORD ? 4 : 8);
			break;
		}
		case REG_SZ:
		case REG_EXPAND_SZ: {
			const auto wide = widened(unescaped(text, escapes));
			if (!wide)
				return {};
			bytes(wide->c_str(), wide->size() * 2 + 2);
			break;
		}
		case REG_MULTI_SZ:
			for (size_t start = 0; !text.empty() && start <= text.size();) {
				const size_t end = std::min(text.find('|', start), text.size());
				const auto wide = widened(
					unescaped(text.substr(start, end - start), escapes));
				if (!wide || wide->empty())
					return {};
				bytes(wide->c_str(), wide->size() * 2 + 2);
				start = end + 1;
			}
			value.data.append(2, '\0');
			break;
		default:
			if (text.size() % 2)
				return {};
			for (size_t n = 0; n < text.size(); n += 2) {
				if (!isxdigit(static_cast<unsigned char>(text[n])) ||
				    !isxdigit(static_cast<unsigned char>(text[n + 1])))
					return {};
				value.data += static_cast<char>(
					std::stoi(text.substr(n, 2), nullptr, 16));
			}
			break;
		}
		return value;
	}
	return {};
}

/// The same with the keys and the name.
std::optional<Given> expected_item(const std::string &entry, bool service)
{
	const size_t equals = entry.find('=');
	auto value = expected_data(entry);
	if (!value || entry.find('\0') != std::string::npos)
		return {};
	const bool escapes = entry[equals + 1] == '%';
	Given given;
	given.service = service;
	if (!service)
		given.keys.push_back(u"Parameters");
	std::string name = entry.substr(0, equals);
	for (size_t end; (end = name.find('\\')) != std::string::npos; name.erase(0, end + 1)) {
		const auto key = widened(unescaped(name.substr(0, end), escapes));
		if (!key || key->empty() || key->size() > 255 ||
		    key->find(u'\\') != std::u16string::npos)
			return {};
		given.keys.push_back(*key);
	}
	const auto wide = widened(unescaped(name, escapes));
	if (!wide || wide->empty() || wide->size() > 16383)
		return {};
	given.value = *value;
	given.value.name = *wide;
	return given;
}

bool same_place(const Given &a, const Given &b)
{
	return a.keys.size() == b.keys.size() && same(a.value.name, b.value.name) &&
	       std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), same);
}

/// What all sources together give, or where the first mistake is.
struct Expected {
	std::vector<Given> all;
	std::string mistake;

	void add(const std::string &entry, bool service, const std::string &where)
	{
		if (!mistake.empty())
			return;
		const auto given = expected_item(entry, service);
		if (!given) {
			mistake = "ntparport: fuzzed: " + where + ": ";
			return;
		}
		all.erase(std::remove_if(all.begin(), all.end(),
					 [&](const Given &other) {
						 return same_place(other, *given);
					 }),
			  all.end());
		all.push_back(*given);
	}

	void add_file(std::string text, const std::string &path)
	{
		bool service = false;

		if (text.rfind("\xef\xbb\xbf", 0) == 0)
			text.erase(0, 3);
		for (unsigned int number = 1; !text.empty(); number++) {
			const size_t end = std::min(text.find('\n'), text.size());
			std::string line = text.substr(0, end);
			text.erase(0, end + 1);
			if (!line.empty() && line.back() == '\r')
				line.pop_back();
			if (line[0] == '#' || line.find_first_not_of(" \t") == std::string::npos)
				continue;
			if (line == "[Service]" || line == "[Parameters]")
				service = line == "[Service]";
			else if (line.find('\0') == std::string::npos)
				add(line, service, path + ":" + std::to_string(number));
			else if (mistake.empty())
				mistake = "ntparport: fuzzed: " + path + ":" +
					  std::to_string(number) + " has a NUL";
		}
	}
};

std::string random_entry(Random &random)
{
	static constexpr const char *pieces[] = {
		"Name",
		"=",
		"dword:",
		"qword:",
		"sz:",
		"expand_sz:",
		"multi_sz:",
		"binary:",
		"%",
		"%41",
		"%7c",
		"%00",
		"|",
		"0x10",
		"4294967295",
		"4294967296",
		"18446744073709551616",
		"-1",
		"ab",
		"0",
		"\xc3\xa9",
		"\xe2\x82\xac",
		"\xf0\x9f\x98\x80",
		"\xff",
		"\n",
		" ",
		"%c3%a9",
		"%c3",
		"\\",
		"%5C",
		"\t",
		"\x7f",
		"#",
	};
	static constexpr const char *names[] = {
		"N=",  "n=",  "A b=",	   "S\\N=",	 "s\\n=",    "S\\T\\N=", "Parameters\\N=",
		"#N=", "[N=", "S%41\\N=%", "S%5CT\\N=%", "%25\\N=%", "\\N=",
	};
	std::string entry = random.one_in(4) ? "" : names[random.one_in(2) ? 0 : random.below(13)];

	if (!entry.empty())
		entry += pieces[random.one_in(8) ? 8 : 2 + random.below(6)];
	for (unsigned int n = random.below(6); n; n--)
		entry += random.one_in(6) ?
				 std::string(1, static_cast<char>(1 + random.below(255))) :
				 pieces[random.below(33)];
	return entry;
}

std::string random_file(Random &random)
{
	std::string text = random.one_in(8) ? "\xef\xbb\xbf" : "";

	for (unsigned int n = random.below(6); n; n--) {
		static constexpr const char *others[] = {
			"# comment",	"",	     " \t",	  "[Service]",
			"[Parameters]", "N=dword:1", "[service]",
		};
		text += random.one_in(2) ? others[random.below(random.one_in(16) ? 7 : 6)] :
					   random_entry(random);
		if (random.one_in(200))
			text += '\0';
		text += random.one_in(4) ? "\r\n" : "\n";
	}
	if (random.one_in(4) && !text.empty())
		text.pop_back();
	return text;
}

const std::u16string services = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\";

/// A handle to the key that the value is in.
HANDLE open_key_of(const std::u16string &driver, const Given &given)
{
	std::u16string path = services + driver;
	OBJECT_ATTRIBUTES attributes;
	HANDLE handle;

	for (const std::u16string &key : given.keys)
		path += u"\\" + key;
	UNICODE_STRING string = string_of(path);
	InitializeObjectAttributes(&attributes, &string, 0, nullptr, nullptr);
	check(ZwOpenKey(&handle, 0, &attributes) == STATUS_SUCCESS, "settings: no key");
	return handle;
}

NTSTATUS query(HANDLE key, Given &given, KEY_VALUE_INFORMATION_CLASS wanted,
	       std::vector<char> &buffer)
{
	UNICODE_STRING name = string_of(given.value.name);
	ULONG size;

	return ZwQueryValueKey(key, &name, wanted, buffer.data(), static_cast<ULONG>(buffer.size()),
			       &size);
}

/// The registry has all of these values.
void compare_values(const std::u16string &driver, std::vector<Given> &all)
{
	for (Given &given : all) {
		const HANDLE key = open_key_of(driver, given);
		std::vector<char> buffer(given.value.data.size() + 64);
		const auto *answer =
			reinterpret_cast<const KEY_VALUE_PARTIAL_INFORMATION *>(buffer.data());
		const NTSTATUS status = query(key, given, KeyValuePartialInformation, buffer);

		check(status == STATUS_SUCCESS && answer->Type == given.value.type &&
			      answer->DataLength == given.value.data.size() &&
			      !memcmp(answer->Data, given.value.data.data(), answer->DataLength),
		      "settings: a value is another one, status %#x", status);
		ZwClose(key);
	}
}

NTSTATUS any_value(PWSTR, ULONG, PVOID, ULONG, PVOID context, PVOID)
{
	++*static_cast<unsigned int *>(context);
	return STATUS_SUCCESS;
}

/// What a driver may do with a value; the model knows whether it has read it then.
void use_value(Random &random, std::vector<Given> &all, Given &given)
{
	const HANDLE key = open_key_of(u"fuzzed", given);
	RTL_QUERY_REGISTRY_TABLE table[2]{};
	std::vector<char> buffer(given.value.data.size() + 2 * given.value.name.size() + 64);
	UNICODE_STRING name = string_of(given.value.name);
	unsigned int count = 0;
	NTSTATUS status = STATUS_SUCCESS;

	switch (random.below(7)) {
	case 0:
		buffer.resize(random.below(static_cast<unsigned int>(
			FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data) +
			given.value.data.size())));
		status = query(key, given, KeyValuePartialInformation, buffer);
		check(status != STATUS_SUCCESS, "settings: a value fits into less than it has");
		status = STATUS_SUCCESS;
		break;
	case 1:
		status = query(key, given, KeyValueBasicInformation, buffer);
		break;
	case 2:
		status = query(key, given, KeyValueFullInformation, buffer);
		given.read = true;
		break;
	case 3:
		table[0].Name = reinterpret_cast<PWSTR>(given.value.name.data());
		table[0].QueryRoutine = any_value;
		status = RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, static_cast<PCWSTR>(key),
						table, &count, nullptr);
		given.read = true;
		break;
	case 4:
		table[0].QueryRoutine = any_value;
		status = RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, static_cast<PCWSTR>(key),
						table, &count, nullptr);
		for (Given &other : all)
			if (!other.gone && other.keys.size() == given.keys.size() &&
			    std::equal(other.keys.begin(), other.keys.end(), given.keys.begin(),
				       same))
				other.read = true;
		break;
	case 5:
		status = ZwSetValueKey(key, &name, 0, REG_BINARY, nullptr, 0);
		check(query(key, given, KeyValueFullInformation, buffer) == STATUS_SUCCESS,
		      "settings: what was written is not there");
		given.gone = true;
		break;
	case 6:
		status = ZwDeleteValueKey(key, &name);
		given.gone = true;
		break;
	}
	check(status == STATUS_SUCCESS, "settings: status %#x", status);
	ZwClose(key);
}

/// The file in debugfs says what was read, in lines that give the same values again.
void compare_shown(std::vector<Given> &all)
{
	static std::u16string path = services + u"again";
	const UNICODE_STRING name = string_of(path);
	std::string shown = world::debug_text(NT_SETTINGS_FILE), text;
	nt_registry registry{};
	nt_settings settings{};

	for (const Given &given : all) {
		std::string line = shown.substr(0, shown.find('\n'));
		const std::string begin = std::string("fuzzed\t") +
					  (given.read ? "read\t" : "unread\t") +
					  (given.service ? "[Service] " : "");
		shown.erase(0, line.size() + 1);
		check(line.rfind(begin, 0) == 0, "settings: \"%s\" does not begin with \"%s\"",
		      line.c_str(), begin.c_str());
		text += given.service ? "[Service]\n" : "[Parameters]\n";
		text += line.substr(begin.size()) + "\n";
	}
	check(shown.empty(), "settings: \"%s\" is shown, too", shown.c_str());
	settings.file.text = text.data();
	settings.file.length = text.size();
	check(nt_registry_init(&registry, &name, &settings) == 0,
	      "settings: what is shown is not a settings file: %s", text.c_str());
	compare_values(u"again", all);
	nt_registry_free(&registry);
}

void settings(Random &random)
{
	static std::u16string path = services + u"fuzzed";
	const UNICODE_STRING name = string_of(path);
	std::vector<std::string> entries[2];
	std::vector<char *> pointers[2];
	std::string file;
	const bool has_file = random.one_in(2);
	const bool fails = random.one_in(8);
	nt_settings settings{};
	nt_registry registry{};
	Expected expected;
	int error = 0;

	if (has_file)
		file = random.one_in(5000) ? std::string((1 << 20) + random.below(2), '#') :
					     random_file(random);
	world::settings_file = has_file ? &file : nullptr;
	world::settings_error = random.one_in(500) ? NT_EACCES : 0;
	if (has_file)
		expected.add_file(file, "/lib/firmware/ntparport/fuzzed.settings");
	for (unsigned int n = random.below(3); n; n--)
		entries[0].push_back(random_entry(random));
	for (unsigned int n = random.below(2); n; n--)
		entries[1].push_back(random_entry(random));
	for (int service = 0; service < 2; service++)
		for (std::string &entry : entries[service]) {
			pointers[service].push_back(entry.data());
			expected.add(entry, service, service ? "Service" : "Parameters");
		}
	if (world::settings_error)
		error = -NT_EACCES;
	else if (has_file && file.empty())
		error = -22;
	else if (file.size() > 1 << 20)
		error = -NT_EFBIG;
	if (error)
		expected.mistake = "ntparport: fuzzed: /lib/firmware/ntparport/fuzzed.settings ";
	else if (!expected.mistake.empty())
		error = -22;

	settings.parameters = pointers[0].data();
	settings.parameter_count = static_cast<unsigned int>(pointers[0].size());
	settings.service = pointers[1].data();
	settings.service_count = static_cast<unsigned int>(pointers[1].size());
	world::forget_log();
	if (fails)
		world::fail_allocation(random.below(30));
	int got = nt_settings_read("fuzzed", &settings.file);
	if (!got)
		got = nt_registry_init(&registry, &name, &settings);
	nt_settings_free(&settings.file);
	if (world::allocation_failed() && got == -12) {
		check(!registry.key, "settings: a key is left after memory was short");
	} else {
		check(got == error, "settings: error %d, not %d: %s", got, error,
		      expected.mistake.c_str());
		check(world::log.size() == (error ? 1 : 0), "settings: %zu lines",
		      world::log.size());
		if (error)
			check(!world::log.at(0).rfind(expected.mistake, 0),
			      "settings: \"%s\" does not begin with \"%s\"", world::log[0].c_str(),
			      expected.mistake.c_str());
	}
	if (!got) {
		const bool uses = random.one_in(2);

		for (unsigned int n = random.below(4); uses && n && !expected.all.empty(); n--) {
			Given &given = expected.all[random.below(
				static_cast<unsigned int>(expected.all.size()))];
			if (!given.gone)
				use_value(random, expected.all, given);
		}
		compare_shown(expected.all);
		if (!uses)
			compare_values(u"fuzzed", expected.all);
	}
	nt_registry_free(&registry);
	world::settings_file = nullptr;
	world::settings_error = 0;
	check(world::debug_text(NT_SETTINGS_FILE).empty(), "settings: some are shown for ever");
	UNICODE_STRING string = string_of(path);
	OBJECT_ATTRIBUTES attributes;
	HANDLE handle;
	InitializeObjectAttributes(&attributes, &string, 0, nullptr, nullptr);
	check(ZwOpenKey(&handle, 0, &attributes) == STATUS_OBJECT_NAME_NOT_FOUND,
	      "settings: the key is still there");
}

/// Loads with each allocation failing in turn.
void starts()
{
	for (unsigned int n = 0;; n++) {
		world::fail_allocation(n);
		const int error = nt_registry_start();
		const bool failed = world::allocation_failed();
		check(error == (failed ? -12 : 0), "start: error %d", error);
		if (!error)
			nt_registry_stop();
		check(!world::left(), "start: %ld blocks are left", world::left());
		if (!failed)
			return;
	}
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	starts();
	for (unsigned long n = 0; n < operations;) {
		Round round(random);
		for (unsigned int steps = 50 + random.below(400); steps; steps--, n++)
			round.step();
	}
	check(!nt_registry_start(), "start: there is memory, and no registry");
	for (unsigned long n = 0; n < operations / 4; n++)
		settings(random);
	nt_registry_stop();
	check(!world::left(), "memory: %ld blocks, objects or handles are left", world::left());
	check(operations, "set-up: no operation");
	printf("%lu operations, %lu times settings, seed %" PRIu64 "\n", operations, operations / 4,
	       seed);
}
