// SPDX-License-Identifier: GPL-2.0
/// namespace.hh - links by their numbers, and paths for people.
#pragma once

#include "module/rt/unique.hh"
#include "ob/namespace.h"

/// A link as it was found: its target, terminated, and its number; 0: it is there for good.
struct nt_found_link {
	unsigned long number = 0;
	rt::Unique<WCHAR[]> text{};
	UNICODE_STRING target{};
};

/// Makes a link, reserved: it stays until nt_link_give_handle(). `temporary`: it goes with its last
/// handle, and has no owner.
NTSTATUS nt_link_make(PUNICODE_STRING path, PUNICODE_STRING target, bool temporary, void *owner,
		      nt_found_link &made);
/// The link of that name itself, reserved as by nt_link_make(). STATUS_OBJECT_NAME_NOT_FOUND;
/// STATUS_OBJECT_TYPE_MISMATCH: the name is something else's.
NTSTATUS nt_link_find(PUNICODE_STRING path, nt_found_link &found);

/// Sets the label to a path in readable form, or leaves it if there is no memory.
void nt_label_path(const UNICODE_STRING &path, char *label, size_t size);
