// SPDX-License-Identifier: GPL-2.0
/// handle.hh - what handles stand for, for C++; internal.
#pragma once

#include "base/object.hh"
#include "ob/handle.h"

namespace ob {

/// The object of a handle, which is a T if it is of that type; nullptr: of any. Statuses are as for
/// ObReferenceObjectByHandle(), and `found` is as it was unless it succeeds.
template <typename T>
NTSTATUS of_handle(HANDLE handle, const nt_object_type *type, Ref<T> &found)
{
	void *object = nullptr;
	const NTSTATUS status = nt_object_of_handle(handle, type, &object);

	if (NT_SUCCESS(status))
		found = Ref<T>::taken(static_cast<T *>(object));
	return status;
}

}
