// SPDX-License-Identifier: GPL-2.0
/// setting.hh - what users gave drivers as values, and whether it was read; internal.
#pragma once

#include <type_traits>

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/linux.h"

struct nt_key;

namespace cm {

/// Memory for elements that need no construction, zeroed, also for many. PASSIVE_LEVEL.
template <typename T>
class Array {
	static_assert(std::is_trivial_v<T>);

public:
	/// False in a condition: there is no memory.
	explicit Array(size_t count) : elements_(static_cast<T *>(nt_zalloc(count * sizeof(T)))) { }
	~Array() { nt_free(elements_); }
	Array(const Array &) = delete;
	Array &operator=(const Array &) = delete;

	explicit operator bool() const { return elements_; }
	T *get() const { return elements_; }
	T &operator[](size_t n) const { return elements_[n]; }

private:
	T *elements_;
};

struct Given;

/// What a user gave as a value, until its driver is unloaded. NT_REGISTRY_MUTEX guards it.
struct Setting {
	rt::Link link;	      // in the list of all
	const nt_key *owner;  // the driver's key
	const char *driver;   // its name; the texts follow this in memory
	const char *item;     // as a line of a settings file
	bool read;	      // a query has returned the value

	/// nullptr: there is no memory. PASSIVE_LEVEL.
	static rt::Unique<Setting> create(const Given &given);
	void operator delete(void *memory) { nt_free(memory); }
};

// The list of all. For the first two, the mutex is held; the others take it. PASSIVE_LEVEL.

void add_setting(rt::Unique<Setting> setting);
/// The same value was given again: this one no longer counts, and is the caller's.
rt::Unique<Setting> take_setting(Setting &setting);
/// A query has returned the value that this belongs to; nullptr, and one that is gone, are ignored.
void setting_was_read(const Setting *setting);
/// The driver with this key is unloaded.
void forget_settings(const nt_key *owner);
/// Prints a line for each: driver, "read" or "unread", and the item, with tabs in between.
void show_settings(seq_file *file);

}
