// SPDX-License-Identifier: GPL-2.0
/// setting.cc - what users gave drivers as values, and whether it was read.

#include <new>
#include <utility>

#include "glue/debug_file.h"
#include "cm/parameters.hh"
#include "cm/setting.hh"

using cm::RegistryGuard;
using cm::Setting;
using rt::Unique;

static constinit rt::List<Setting> settings GUARDED_BY(RegistryGuard::lock);

namespace {

/// Writes what users gave as a line of a settings file that gives the same value; or only counts.
class Line {
public:
	/// nullptr: only counts.
	explicit Line(char *to) : to_(to) { }

	void add(char c)
	{
		if (to_)
			to_[length_] = c;
		length_++;
	}
	void add(const char *text)
	{
		while (*text)
			add(*text++);
	}
	void add_item(const char *item, size_t length);
	size_t length() const { return length_; }

private:
	void add_escaped(char c);

	char *to_;
	size_t length_ = 0;
};

void Line::add_escaped(char c)
{
	static constexpr char digits[] = "0123456789ABCDEF";

	add('%');
	add(digits[static_cast<UCHAR>(c) >> 4]);
	add(digits[c & 15]);
}

/// Whether the character would end a line or the tables that show it, or disturb a terminal.
bool is_control(char c) { return static_cast<UCHAR>(c) < ' ' || c == 0x7f; }

/// At the beginning of a line, these begin something other than an item.
bool begins_another(char c) { return c == '#' || c == '['; }

void Line::add_item(const char *item, size_t length)
{
	bool must_escape = length && begins_another(item[0]);
	const size_t equals = cm::find(item, length, '=');

	for (size_t n = 0; n < length; n++)
		must_escape = must_escape || is_control(item[n]);
	const bool escapes = equals + 1 < length && item[equals + 1] == '%';
	for (size_t n = 0; n < length; n++) {
		const char c = item[n];

		if (must_escape &&
		    (is_control(c) || (!n && begins_another(c)) || (c == '%' && !escapes)))
			add_escaped(c);
		else
			add(c);
		if (n == equals && must_escape && !escapes)
			add('%');
	}
}

}

Unique<Setting> Setting::create(const Given &given)
{
	const char *prefix = &given.key == &given.owner ? "[Service] " : "";
	const size_t name_size = strlen(given.driver) + 1;
	Line counted(nullptr);

	counted.add(prefix);
	counted.add_item(given.item, given.length);
	// Zeroed, so both texts are terminated.
	void *memory = nt_zalloc(sizeof(Setting) + name_size + counted.length() + 1);
	if (!memory)
		return {};
	auto *setting = new (memory) Setting{};
	auto *driver = static_cast<char *>(memory) + sizeof(Setting);
	memcpy(driver, given.driver, name_size);
	Line line(driver + name_size);
	line.add(prefix);
	line.add_item(given.item, given.length);
	setting->owner = &given.owner;
	setting->driver = driver;
	setting->item = driver + name_size;
	return Unique(setting);
}

void cm::add_setting(Unique<Setting> setting)
{
	nt_assert_mutex(NT_REGISTRY_MUTEX);
	settings.push_back(*setting.release());
}

Unique<Setting> cm::take_setting(Setting &setting)
{
	nt_assert_mutex(NT_REGISTRY_MUTEX);
	rt::List<Setting>::remove(setting);
	return Unique(&setting);
}

void cm::setting_was_read(const Setting *read)
{
	if (!read)
		return;
	RegistryGuard guard;
	// The query had a copy of the value, without a lock: its driver may be gone.
	for (Setting &setting : settings)
		if (&setting == read)
			setting.read = true;
}

void cm::forget_settings(const nt_key *owner)
{
	RegistryGuard guard;

	while (Unique<Setting> setting{
		settings.pop_if([=](const Setting &one) { return one.owner == owner; }) })
		;
}

void cm::show_settings(seq_file *file)
{
	RegistryGuard guard;

	for (Setting &setting : settings)
		nt_file_print(file, "%s\t%s\t%s\n", setting.driver,
			      setting.read ? "read" : "unread", setting.item);
}
