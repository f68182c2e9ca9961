// SPDX-License-Identifier: GPL-2.0 OR MIT
/// registry.cpp - the registry: what drivers are given, and which ports there are.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <new>

#include "library/paths.hpp"
#include "library/registry.hpp"
#include "library/text.hpp"

namespace nt {

namespace {

using Path = std::vector<std::string>;

/// The names in a folder.
std::vector<std::string> names_in(const char *path)
{
	std::vector<std::string> names;
	DIR *const folder = opendir(path);

	if (!folder)
		return names;
	while (const dirent *entry = readdir(folder))
		names.emplace_back(entry->d_name);
	closedir(folder);
	return names;
}

/// A whole file; empty if there is none.
std::string contents_of(const std::string &path)
{
	FILE *const file = fopen(path.c_str(), "re");
	std::string text;
	char part[4096];

	if (!file)
		return text;
	while (const size_t count = fread(part, 1, sizeof(part), file))
		text.append(part, count);
	fclose(file);
	return text;
}

Path split(const std::string &text, char by)
{
	Path parts;
	size_t start = 0;

	for (size_t end; (end = text.find(by, start)) != std::string::npos; start = end + 1)
		parts.push_back(text.substr(start, end - start));
	parts.push_back(text.substr(start));
	return parts;
}

int digit_of(char c)
{
	const auto digit = folded(std::string(1, c))[0];

	return digit >= '0' && digit <= '9' ? digit - '0' :
	       digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 :
					      -1;
}

/// %2C is a comma.
std::string unescaped(const std::string &text)
{
	std::string result;

	for (size_t i = 0; i < text.size(); i++) {
		const bool is = text[i] == '%' && i + 2 < text.size() &&
				digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;

		result +=
			is ? static_cast<char>(digit_of(text[i + 1]) << 4 | digit_of(text[i + 2])) :
			     text[i];
		i += is ? 2 : 0;
	}
	return result;
}

template <typename Number>
std::vector<BYTE> bytes_of(Number number)
{
	std::vector<BYTE> bytes(sizeof(number));

	memcpy(bytes.data(), &number, sizeof(number));
	return bytes;
}

std::vector<BYTE> bytes_of_digits(const std::string &digits)
{
	std::vector<BYTE> bytes;

	for (size_t i = 0; i + 1 < digits.size(); i += 2)
		bytes.push_back(
			static_cast<BYTE>(digit_of(digits[i]) << 4 | digit_of(digits[i + 1])));
	return bytes;
}

/// Name=type:data, or with a % before the type if both are escaped (compat/README.md). Anything
/// else is left out, for the driver is not loaded with it.
void add_item(Contents &contents, const std::string &item)
{
	const size_t equals = item.find('=');
	const size_t colon = item.find(':', equals == std::string::npos ? 0 : equals);
	Value value;

	if (equals == std::string::npos || colon == std::string::npos)
		return;
	const bool escaped = item[equals + 1] == '%';
	const auto decoded = [=](const std::string &text) {
		return escaped ? unescaped(text) : text;
	};
	const std::string type = item.substr(equals + 1 + escaped, colon - equals - 1 - escaped);
	const std::string data = item.substr(colon + 1);
	Path names = split(item.substr(0, equals), '\\');
	value.name = decoded(names.back());
	names.pop_back();
	if (type == "dword") {
		value.type = REG_DWORD;
		value.data = bytes_of(static_cast<DWORD>(strtoull(data.c_str(), nullptr, 0)));
	} else if (type == "qword") {
		value.type = REG_QWORD;
		value.data = bytes_of(strtoull(data.c_str(), nullptr, 0));
	} else if (type == "binary") {
		value.type = REG_BINARY;
		value.data = bytes_of_digits(data);
	} else if (type == "sz" || type == "expand_sz") {
		value.type = type == "sz" ? REG_SZ : REG_EXPAND_SZ;
		value.texts = { decoded(data) };
	} else if (type == "multi_sz") {
		value.type = REG_MULTI_SZ;
		for (const std::string &part : split(data, '|'))
			if (!part.empty())
				value.texts.push_back(decoded(part));
	} else {
		return;
	}
	Contents *key = &contents;
	for (const std::string &name : names)
		key = &key->key(decoded(name));
	key->set(value);
}

/// The file of a driver's settings.
void add_file(Contents &service, std::string text)
{
	Contents *key = &service.key("Parameters");

	if (!text.compare(0, 3, "\xef\xbb\xbf"))
		text.erase(0, 3);
	for (std::string line : split(text, '\n')) {
		if (!line.empty() && line.back() == '\r')
			line.pop_back();
		if (line == "[Service]")
			key = &service;
		else if (line == "[Parameters]")
			key = &service.key("Parameters");
		else if (!line.empty() && line[0] != '#')
			add_item(*key, line);
	}
}

/// A module's parameter, of values with commas between them.
void add_parameter(Contents &key, const std::string &path)
{
	std::string text = contents_of(path);

	text.erase(text.find_last_not_of('\n') + 1);
	if (!text.empty())
		for (const std::string &item : split(text, ','))
			add_item(key, item);
}

/// A name as modules have it, to compare.
std::string module_of(std::string name)
{
	name = folded(name);
	std::replace(name.begin(), name.end(), '-', '_');
	return name;
}

/// Whether there is such a driver, and what it is given.
bool find_driver(const std::string &driver, Contents &service)
{
	const std::string suffix = ".settings";
	bool found = false;

	service.key("Parameters");
	for (const std::string &name : names_in(settings))
		if (module_of(name) == module_of(driver + suffix)) {
			found = true;
			add_file(service, contents_of(std::string(settings) + "/" + name));
		}
	for (const std::string &name : names_in(modules))
		if (module_of(name) == module_of(driver)) {
			const std::string parameters = std::string(modules) + "/" + name +
						       "/parameters/";

			found = true;
			add_parameter(service, parameters + "Service");
			add_parameter(service.key("Parameters"), parameters + "Parameters");
		}
	return found;
}

void find_ports(Contents &devices)
{
	for (const unsigned int number : port_numbers())
		devices.set(text_value("\\Device\\Parallel" + std::to_string(number),
				       "\\DosDevices\\" + port_name(number)));
}

/// Whether the name in a path, from there on, is this.
bool is(const Path &path, size_t at, const char *name)
{
	return at >= path.size() || folded(path[at]) == name;
}

/// What is in the key of that path; whether there is one.
bool find(const Path &path, Contents &contents)
{
	// Those on the way to the others have nothing.
	if (is(path, 0, "hardware") && is(path, 1, "devicemap") && is(path, 2, "parallel ports")) {
		if (path.size() == 3)
			find_ports(contents);
		return path.size() <= 3;
	}
	if (!is(path, 0, "system") ||
	    !(is(path, 1, "currentcontrolset") || is(path, 1, "controlset001")) ||
	    !is(path, 2, "services"))
		return false;
	if (path.size() <= 3)
		return true;
	Contents service;
	if (!find_driver(path[3], service))
		return false;
	Contents *key = &service;
	for (size_t i = 4; i < path.size(); i++) {
		const auto below = key->keys.find(folded(path[i]));

		if (below == key->keys.end())
			return false;
		key = &below->second.second;
	}
	contents = *key;
	return true;
}

std::shared_ptr<Key> key_of(HKEY handle)
{
	if (handle == HKEY_LOCAL_MACHINE)
		return std::make_shared<Key>();
	return kind_of(handle, &Object::key);
}

bool is_predefined(HKEY handle)
{
	return handle == HKEY_CURRENT_USER || handle == HKEY_CLASSES_ROOT || handle == HKEY_USERS;
}

LONG open_key(HKEY parent, const std::string &name, PHKEY result)
try {
	if (!result)
		return ERROR_INVALID_PARAMETER;
	*result = nullptr;
	if (is_predefined(parent))
		return ERROR_FILE_NOT_FOUND;
	const auto above = key_of(parent);
	if (!above)
		return ERROR_INVALID_HANDLE;
	const auto key = std::make_shared<Key>();
	key->path = above->path;
	for (const std::string &part : split(name, '\\'))
		if (!part.empty())
			key->path.push_back(part);
	key->is_alone = above->is_alone;
	if (key->is_alone)
		key->contents = above->contents;
	if (!key->path.empty() && (key->is_alone || !find(key->path, key->contents)))
		return ERROR_FILE_NOT_FOUND;
	*result = handle_for(key);
	return *result ? ERROR_SUCCESS : ERROR_OUTOFMEMORY;
} catch (const std::bad_alloc &) {
	return ERROR_OUTOFMEMORY;
}

LONG create_key(HKEY parent, const std::string &name, PHKEY result, LPDWORD disposition)
{
	const LONG error = open_key(parent, name, result);

	if (disposition && !error)
		*disposition = REG_OPENED_EXISTING_KEY;
	return error == ERROR_FILE_NOT_FOUND ? ERROR_ACCESS_DENIED : error;
}

/// Data as bytes: texts in the characters of whoever asks, each with a terminator.
template <typename Char>
std::vector<BYTE> bytes_for(const Value &value)
{
	std::vector<BYTE> bytes = value.data;
	const auto add = [&](const std::string &text) {
		const auto put = [&](const auto &units) {
			const auto *const start = reinterpret_cast<const BYTE *>(units.c_str());

			bytes.insert(bytes.end(), start, start + (units.size() + 1) * sizeof(Char));
		};
		if constexpr (sizeof(Char) == 1)
			put(text);
		else
			put(widen(text));
	};

	for (const std::string &text : value.texts)
		add(text);
	if (value.type == REG_MULTI_SZ)
		add("");
	return bytes;
}

template <typename Char>
LONG give_data(const Value &value, LPDWORD type, LPBYTE data, LPDWORD size)
{
	const std::vector<BYTE> bytes = bytes_for<Char>(value);
	const auto needed = static_cast<DWORD>(bytes.size());

	if (type)
		*type = value.type;
	if (!size)
		return data ? ERROR_INVALID_PARAMETER : ERROR_SUCCESS;
	const DWORD room = *size;
	*size = needed;
	if (!data)
		return ERROR_SUCCESS;
	if (room < needed)
		return ERROR_MORE_DATA;
	std::copy(bytes.begin(), bytes.end(), data);
	return ERROR_SUCCESS;
}

template <typename Char>
LONG query(HKEY handle, const std::string &name, LPDWORD type, LPBYTE data, LPDWORD size)
try {
	const auto key = is_predefined(handle) ? std::make_shared<Key>() : key_of(handle);

	if (!key)
		return ERROR_INVALID_HANDLE;
	for (const Value &value : key->contents.values)
		if (folded(value.name) == folded(name))
			return give_data<Char>(value, type, data, size);
	return ERROR_FILE_NOT_FOUND;
} catch (const std::bad_alloc &) {
	return ERROR_OUTOFMEMORY;
}

template <typename Text, typename Char>
LONG give_name(const Text &name, Char *to, LPDWORD length)
{
	if (!to || !length)
		return ERROR_INVALID_PARAMETER;
	if (*length <= name.size())
		return ERROR_MORE_DATA;
	for (size_t i = 0; i <= name.size(); i++)
		to[i] = static_cast<Char>(name.c_str()[i]);
	*length = static_cast<DWORD>(name.size());
	return ERROR_SUCCESS;
}

LONG give_name_in(const std::string &name, LPSTR to, LPDWORD length)
{
	return give_name(name, to, length);
}
LONG give_name_in(const std::string &name, LPWSTR to, LPDWORD length)
{
	return give_name(widen(name), to, length);
}

template <typename Char>
LONG enumerate_values(HKEY handle, DWORD index, Char *name, LPDWORD length, LPDWORD type,
		      LPBYTE data, LPDWORD size)
try {
	const auto key = is_predefined(handle) ? std::make_shared<Key>() : key_of(handle);

	if (!key)
		return ERROR_INVALID_HANDLE;
	if (index >= key->contents.values.size())
		return ERROR_NO_MORE_ITEMS;
	const Value &value = key->contents.values[index];
	const LONG error = give_name_in(value.name, name, length);
	return error ? error : give_data<Char>(value, type, data, size);
} catch (const std::bad_alloc &) {
	return ERROR_OUTOFMEMORY;
}

template <typename Char>
LONG enumerate_keys(HKEY handle, DWORD index, Char *name, LPDWORD length)
try {
	const auto key = is_predefined(handle) ? std::make_shared<Key>() : key_of(handle);

	if (!key)
		return ERROR_INVALID_HANDLE;
	auto below = key->contents.keys.begin();
	if (index >= key->contents.keys.size())
		return ERROR_NO_MORE_ITEMS;
	std::advance(below, index);
	return give_name_in(below->second.first, name, length);
} catch (const std::bad_alloc &) {
	return ERROR_OUTOFMEMORY;
}

/// Nothing is changed here.
LONG refuse(HKEY handle)
{
	const auto key = is_predefined(handle) ? nullptr : key_of(handle);

	if (!key)
		return is_predefined(handle) ? ERROR_ACCESS_DENIED : ERROR_INVALID_HANDLE;
	if (key->path.size() > 3) {
		std::string module = key->path[3];

		// The file has the module's name as it is spelled.
		for (const std::string &name : names_in(modules))
			if (module_of(name) == module_of(module))
				module = name;
		fprintf(stderr,
			"ntparport: a program cannot change the settings of %s on Linux: they are in "
			"/etc/ntparport/%s.settings\n",
			key->path[3].c_str(), module.c_str());
	}
	return ERROR_ACCESS_DENIED;
}

}

void Contents::set(const Value &value)
{
	for (Value &known : values)
		if (folded(known.name) == folded(value.name)) {
			known = value;
			return;
		}
	values.push_back(value);
}

Contents &Contents::key(const std::string &name)
{
	auto &entry = keys[folded(name)];

	if (entry.first.empty())
		entry.first = name;
	return entry.second;
}

Value text_value(const std::string &name, const std::string &text)
{
	Value value;

	value.name = name;
	value.type = REG_SZ;
	value.texts = { text };
	return value;
}

std::vector<unsigned int> port_numbers()
{
	const std::string prefix = "parport";
	std::vector<unsigned int> numbers;

	for (const std::string &name : names_in(ports))
		if (!name.compare(0, prefix.size(), prefix))
			numbers.push_back(
				static_cast<unsigned int>(atoi(name.c_str() + prefix.size())));
	std::sort(numbers.begin(), numbers.end());
	return numbers;
}

std::string port_name(unsigned int number) { return "LPT" + std::to_string(number + 1); }

}

using namespace nt;

extern "C" {

LONG RegOpenKeyExA(HKEY parent, LPCSTR name, DWORD, REGSAM, PHKEY result)
{
	return open_key(parent, name ? name : "", result);
}
LONG RegOpenKeyExW(HKEY parent, LPCWSTR name, DWORD, REGSAM, PHKEY result)
{
	return open_key(parent, narrow(name), result);
}
LONG RegOpenKeyA(HKEY parent, LPCSTR name, PHKEY result)
{
	return open_key(parent, name ? name : "", result);
}
LONG RegOpenKeyW(HKEY parent, LPCWSTR name, PHKEY result)
{
	return open_key(parent, narrow(name), result);
}
LONG RegCreateKeyExA(HKEY parent, LPCSTR name, DWORD, LPSTR, DWORD, REGSAM, LPSECURITY_ATTRIBUTES,
		     PHKEY result, LPDWORD disposition)
{
	return create_key(parent, name ? name : "", result, disposition);
}
LONG RegCreateKeyExW(HKEY parent, LPCWSTR name, DWORD, LPWSTR, DWORD, REGSAM, LPSECURITY_ATTRIBUTES,
		     PHKEY result, LPDWORD disposition)
{
	return create_key(parent, narrow(name), result, disposition);
}
LONG RegCloseKey(HKEY key)
{
	if (key == HKEY_LOCAL_MACHINE || is_predefined(key))
		return ERROR_SUCCESS;
	return kind_of(key, &Object::key) && forget(key) ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}
LONG RegQueryValueExA(HKEY key, LPCSTR name, LPDWORD, LPDWORD type, LPBYTE data, LPDWORD size)
{
	return query<char>(key, name ? name : "", type, data, size);
}
LONG RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD, LPDWORD type, LPBYTE data, LPDWORD size)
{
	return query<WCHAR>(key, narrow(name), type, data, size);
}
LONG RegEnumValueA(HKEY key, DWORD index, LPSTR name, LPDWORD length, LPDWORD, LPDWORD type,
		   LPBYTE data, LPDWORD size)
{
	return enumerate_values(key, index, name, length, type, data, size);
}
LONG RegEnumValueW(HKEY key, DWORD index, LPWSTR name, LPDWORD length, LPDWORD, LPDWORD type,
		   LPBYTE data, LPDWORD size)
{
	return enumerate_values(key, index, name, length, type, data, size);
}
LONG RegEnumKeyExA(HKEY key, DWORD index, LPSTR name, LPDWORD length, LPDWORD, LPSTR, LPDWORD,
		   PFILETIME)
{
	return enumerate_keys(key, index, name, length);
}
LONG RegEnumKeyExW(HKEY key, DWORD index, LPWSTR name, LPDWORD length, LPDWORD, LPWSTR, LPDWORD,
		   PFILETIME)
{
	return enumerate_keys(key, index, name, length);
}
LONG RegSetValueExA(HKEY key, LPCSTR, DWORD, DWORD, const BYTE *, DWORD) { return refuse(key); }
LONG RegSetValueExW(HKEY key, LPCWSTR, DWORD, DWORD, const BYTE *, DWORD) { return refuse(key); }
LONG RegDeleteValueA(HKEY key, LPCSTR) { return refuse(key); }
LONG RegDeleteValueW(HKEY key, LPCWSTR) { return refuse(key); }
}
