// SPDX-License-Identifier: GPL-2.0
/// setting.hh - what users gave drivers as values, and whether it was read; internal.
#pragma once

#include <type_traits>

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/guard.hh"
#include "glue/debug_file.h"
#include "glue/lock.h"
#include "glue/memory.h"

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

/// Guards all that is in the registry.
using RegistryGuard = MutexGuard<NT_REGISTRY_MUTEX>;

/// What a user gave as a value, until its driver is unloaded.
struct Setting {
	rt::Link link;	      // in the list of all
	const nt_key *owner;  // the driver's key
	const char *driver;   // its name; the texts follow this in memory
	const char *item;     // as a line of a settings file
	/// A query has returned the value.
	bool read GUARDED_BY(RegistryGuard::lock);

	/// nullptr: there is no memory. PASSIVE_LEVEL.
	static rt::Unique<Setting> create(const Given &given);
	void operator delete(void *memory) { nt_free(memory); }
};

// The list of all. PASSIVE_LEVEL.

void add_setting(rt::Unique<Setting> setting) REQUIRES(RegistryGuard::lock);
/// The same value was given again: this one counts no longer, and is the caller's.
rt::Unique<Setting> take_setting(Setting &setting) REQUIRES(RegistryGuard::lock);
/// A query has returned the value that this belongs to; nullptr, and one that is gone, are ignored.
void setting_was_read(const Setting *setting) EXCLUDES(RegistryGuard::lock);
/// The driver with this key is unloaded.
void forget_settings(const nt_key *owner) EXCLUDES(RegistryGuard::lock);
/// Prints a line for each: driver, "read" or "unread", and the item, with tabs in between.
void show_settings(seq_file *file) EXCLUDES(RegistryGuard::lock);

}
