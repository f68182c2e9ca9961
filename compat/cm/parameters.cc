// SPDX-License-Identifier: GPL-2.0
/// parameters.cc - values that users write, as module parameters or in a file.

#include <utility>

#include "glue/log.h"
#include "glue/text.h"
#include "rtl/characters.hh"
#include "cm/parameters.hh"

using cm::Array;
using cm::Key;
using cm::Setting;
using rt::Unique;

namespace {

// What is wrong with an item, after the item itself.
constexpr char not_an_item[] =
	"is not Name=dword:number, qword:number, sz:text, expand_sz:text, multi_sz:text|text or binary:hex digits";
constexpr char bad_number[] = "has no number from 0 to 4294967295 (0xffffffff)";
constexpr char bad_large_number[] = "has no number from 0 to 18446744073709551615";
constexpr char bad_escape[] = "has a % without two hexadecimal digits after it, or %00";
constexpr char bad_text[] = "has text that is not UTF-8";
constexpr char bad_list[] = "has an empty text in its list";
constexpr char bad_bytes[] = "has a byte that is not two hexadecimal digits";
constexpr char bad_name[] = "has a name of more than 16383 characters";
constexpr char bad_key[] = "has a key whose name is empty, too long, or has a backslash";
constexpr char bad_size[] = "has more than 1 MiB";

/// In bytes of UTF-8: more characters than a key's or a value's name may have.
constexpr size_t max_name = MAXUSHORT / sizeof(WCHAR) - 1;
/// How much of an item the log shows.
constexpr int max_shown = 200;

/// A part of the user's text, which may be changed.
struct Span {
	char *text;
	size_t length;
};

/// An item: where its value goes, and under which name.
class Item {
public:
	Item(const cm::Given &given, Span name, bool escapes, ULONG type)
		: given_(given), name_(name), escapes_(escapes), type_(type)
	{ }

	Status set_dword(Span data);
	Status set_qword(Span data);
	Status set_string(Span data);
	Status set_strings(Span data);
	Status set_binary(Span data);
	/// What is wrong with it, if a status says that something is.
	const char *mistake() const { return mistake_; }

private:
	Status refuse(const char *mistake)
	{
		mistake_ = mistake;
		return Status::invalid;
	}
	bool decode(Span &span) const;
	Status go_to(Ref<Key> &key);
	Status widen(Span text, Array<WCHAR> &wide, UNICODE_STRING &name);
	Status set(const void *data, size_t size);

	const cm::Given &given_;
	Span name_;	// with the keys that lead to it
	bool escapes_;	// in the name and the data
	ULONG type_;
	const char *mistake_ = nullptr;
};

/// The byte that two hexadecimal digits stand for; negative: they are not digits.
int hex_byte(const char *text)
{
	const ULONG high = rtl::digit_of(static_cast<UCHAR>(text[0]));
	// If the first is a terminator, nothing after it is read.
	const ULONG low = high < 16 ? rtl::digit_of(static_cast<UCHAR>(text[1])) : high;

	return low < 16 ? static_cast<int>(high << 4 | low) : -1;
}

/// Replaces % and two hexadecimal digits by the byte that they stand for. False: a % has no digits
/// after it, or stands for a terminator.
bool unescape(Span &span)
{
	size_t to = 0;

	for (size_t from = 0; from < span.length; from++) {
		if (span.text[from] != '%') {
			span.text[to++] = span.text[from];
			continue;
		}
		// The text ends with a terminator, or what was a separator, neither of which is a
		// digit.
		const int byte = hex_byte(span.text + from + 1);
		if (byte <= 0)
			return false;
		span.text[to++] = static_cast<char>(byte);
		from += 2;
	}
	span.length = to;
	return true;
}

bool Item::decode(Span &span) const { return !escapes_ || unescape(span); }

/// Makes a name of the text, in memory for as many characters as that has bytes.
Status Item::widen(Span text, Array<WCHAR> &wide, UNICODE_STRING &name)
{
	if (!wide)
		return Status::no_memory;
	const int length = nt_utf8_to_utf16(text.text, text.length, wide.get(), text.length);
	if (length < 0)
		return refuse(bad_text);
	name.Buffer = wide.get();
	name.Length = static_cast<USHORT>(length * sizeof(WCHAR));
	name.MaximumLength = name.Length;
	return Status::ok;
}

/// The key that the value goes to, and in name_ only its own name.
Status Item::go_to(Ref<Key> &key)
{
	key = Ref<Key>::of(&given_.key);
	for (size_t end; (end = cm::find(name_.text, name_.length, '\\')) < name_.length;) {
		Span part = { name_.text, end };
		Ref<Key> subkey;
		UNICODE_STRING name{};
		bool created;

		name_ = { name_.text + end + 1, name_.length - end - 1 };
		if (!decode(part))
			return refuse(bad_escape);
		// To Key::open(), a backslash would be the end of a name.
		if (part.length > max_name || cm::find(part.text, part.length, '\\') < part.length)
			return refuse(bad_key);
		Array<WCHAR> wide(part.length + 1);
		const Status status = widen(part, wide, name);
		if (status != Status::ok)
			return status;
		const NTSTATUS opened = key->open(name, subkey, &created);
		if (opened == STATUS_OBJECT_NAME_INVALID || !name.Length)
			return refuse(bad_key);
		if (!NT_SUCCESS(opened))
			return Status::no_memory;
		key = std::move(subkey);
	}
	return Status::ok;
}

Status Item::set(const void *data, size_t size)
{
	Ref<Key> key;
	UNICODE_STRING name{};

	if (size > cm::max_value_size)
		return refuse(bad_size);
	Status status = go_to(key);
	if (status != Status::ok)
		return status;
	if (!name_.length)
		return refuse(not_an_item);
	if (!decode(name_))
		return refuse(bad_escape);
	if (name_.length > max_name)
		return refuse(bad_name);
	Array<WCHAR> wide(name_.length + 1);
	status = widen(name_, wide, name);
	if (status != Status::ok)
		return status;
	Unique<Setting> setting = Setting::create(given_);
	if (!setting)
		return Status::no_memory;
	const NTSTATUS placed =
		key->set_value(name, type_, data, static_cast<ULONG>(size), std::move(setting));
	if (placed == STATUS_OBJECT_NAME_INVALID)
		return refuse(bad_name);
	return NT_SUCCESS(placed) ? Status::ok : Status::no_memory;
}

Status Item::set_dword(Span data)
{
	ULONGLONG number;

	if (!nt_parse_number(data.text, &number) || number > MAXULONG)
		return refuse(bad_number);
	const ULONG dword = static_cast<ULONG>(number);
	return set(&dword, sizeof(dword));
}

Status Item::set_qword(Span data)
{
	ULONGLONG number;

	return nt_parse_number(data.text, &number) ? set(&number, sizeof(number)) :
						     refuse(bad_large_number);
}

Status Item::set_string(Span data)
{
	if (!decode(data))
		return refuse(bad_escape);
	Array<WCHAR> wide(data.length + 1);
	if (!wide)
		return Status::no_memory;
	const int length = nt_utf8_to_utf16(data.text, data.length, wide.get(), data.length);
	return length < 0 ? refuse(bad_text) : set(wide.get(), (length + 1) * sizeof(WCHAR));
}

/// Each string is ended by a bar or by the end; an empty string follows the last. An empty string
/// in the text is refused, because it would be that end.
Status Item::set_strings(Span data)
{
	// At most as many characters as bytes, with a terminator in place of each bar, and two
	// more.
	const size_t room = data.length + 2;
	Array<WCHAR> wide(room);
	size_t used = 0;

	if (!wide)
		return Status::no_memory;
	for (size_t start = 0, end; start < data.length || (start && start == data.length);
	     start = end + 1) {
		end = start + cm::find(data.text + start, data.length - start, '|');
		Span string = { data.text + start, end - start };
		if (!decode(string))
			return refuse(bad_escape);
		const int length = string.length ? nt_utf8_to_utf16(string.text, string.length,
								    &wide[used], room - used) :
						   0;
		if (length < 0)
			return refuse(bad_text);
		if (!length)
			return refuse(bad_list);
		used += length + 1;
	}
	return set(wide.get(), (used + 1) * sizeof(WCHAR));
}

Status Item::set_binary(Span data)
{
	const size_t size = data.length / 2;
	// A value may have no bytes.
	Array<UCHAR> bytes(size + 1);

	if (data.length % 2)
		return refuse(bad_bytes);
	if (!bytes)
		return Status::no_memory;
	for (size_t n = 0; n < size; n++) {
		const int byte = hex_byte(data.text + 2 * n);

		if (byte < 0)
			return refuse(bad_bytes);
		bytes[n] = static_cast<UCHAR>(byte);
	}
	return set(bytes.get(), size);
}

constexpr struct {
	const char *prefix;
	ULONG type;
	Status (Item::*set)(Span data);
} types[] = {
	{ "dword:", REG_DWORD, &Item::set_dword },
	{ "qword:", REG_QWORD, &Item::set_qword },
	{ "sz:", REG_SZ, &Item::set_string },
	{ "expand_sz:", REG_EXPAND_SZ, &Item::set_string },
	{ "multi_sz:", REG_MULTI_SZ, &Item::set_strings },
	{ "binary:", REG_BINARY, &Item::set_binary },
};

/// The same as cm::set_parameter(), with what is wrong instead of a line in the log.
Status set_item(const cm::Given &given, const char *&mistake)
{
	Array<char> copy(given.length + 1);

	if (!copy)
		return Status::no_memory;
	mistake = not_an_item;
	memcpy(copy.get(), given.item, given.length);
	const size_t equals = cm::find(copy.get(), given.length, '=');
	if (!equals || equals >= given.length)
		return Status::invalid;
	copy[equals] = '\0';
	char *text = &copy[equals + 1];
	const bool escapes = *text == '%';
	text += escapes;
	for (const auto &type : types) {
		const size_t prefix = strlen(type.prefix);

		if (strncmp(text, type.prefix, prefix) != 0)
			continue;
		text += prefix;
		Item item(given, { copy.get(), equals }, escapes, type.type);
		const Status status =
			(item.*type.set)({ text, static_cast<size_t>(&copy[given.length] - text) });
		mistake = item.mistake();
		return status;
	}
	return Status::invalid;
}

}

size_t cm::find(const char *text, size_t length, char wanted)
{
	size_t n = 0;

	while (n < length && text[n] != wanted)
		n++;
	return n;
}

const char *cm::name_of_type(ULONG type)
{
	static constexpr const char *names[] = {
		"none",	   "sz",       "expand_sz", "binary",  "dword",	  "unknown",
		"unknown", "multi_sz", "unknown",   "unknown", "unknown", "qword",
	};
	static_assert(REG_NONE == 0 && REG_SZ == 1 && REG_EXPAND_SZ == 2 && REG_BINARY == 3 &&
		      REG_DWORD == 4 && REG_MULTI_SZ == 7 && REG_QWORD == 11);

	return type < RTL_NUMBER_OF(names) ? names[type] : "unknown";
}

Status cm::set_parameter(const Given &given)
{
	const char *mistake;
	const Status status = set_item(given, mistake);
	const bool long_item = given.length > max_shown;

	if (status == Status::invalid)
		nt_error("%s: %s: \"%.*s%s\" %s", given.driver, given.where,
			 long_item ? max_shown : static_cast<int>(given.length), given.item,
			 long_item ? "..." : "", mistake);
	return status;
}
