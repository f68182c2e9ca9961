// SPDX-License-Identifier: GPL-2.0
/// names.hh - the names of the object manager; internal.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "ob/namespace.h"
#include "ob/path.hh"

namespace ob {

/// A name of the object manager: that of an object, or of a link, which leads to its target.
struct Name {
	rt::Link link{};
	Path path;
	void *object = nullptr;	 // takes its name away before its last reference goes
	Path target;
	Ref<void> owner;	   // the driver that made the link, if one did
	bool directory = false;	   // the object is one
	bool device = false;	   // the object is one, which programs may open
	unsigned long number = 0;  // of a link, for those who have handles to it
	unsigned int handles = 0;
	bool temporary = false;	 // the link goes with the last of them
	bool gone = false;	 // deleted, but its removal is not announced yet
	bool announced = false;	 // its device node has been announced
	rt::Unique<char[]> node_name;
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
	NTSTATUS add(rt::Unique<Name> &name) const;
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

/// Announces what has changed, one change at a time, without the mutex of the names.
void announce();
/// `opens`: programs may open what is under \DosDevices.
NTSTATUS add(rt::Unique<Name> name, bool opens);

}
