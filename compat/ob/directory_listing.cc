// SPDX-License-Identifier: GPL-2.0
/// directory_listing.cc - what is in a directory, for drivers.

#include <ntifs.h>

#include <utility>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/directory.h"
#include "ob/handle.hh"
#include "ob/namespace.h"

namespace {

using Information = OBJECT_DIRECTORY_INFORMATION;

/// What goes into a driver's buffer: information from its beginning on, and texts from its end down.
class Listing {
public:
	Listing(PVOID buffer, ULONG length, ULONG first, bool only_one)
		: infos_(static_cast<Information *>(buffer)),
		  texts_(static_cast<char *>(buffer) + length),
		  room_(length),
		  first_(first),
		  only_one_(only_one)
	{ }
	~Listing() = default;
	Listing(const Listing &) = delete;
	Listing &operator=(const Listing &) = delete;

	static bool add(const UNICODE_STRING *name, const char *type, void *context)
	{
		return static_cast<Listing *>(context)->add(*name, type);
	}
	/// Ends the list of information, and moves the texts to it. Returns how many bytes all of it
	/// takes.
	ULONG finish();
	ULONG count() const { return count_; }
	/// How many bytes what comes next would take; 0: nothing does.
	ULONG left() const { return left_; }

private:
	bool add(const UNICODE_STRING &name, const char *type);
	UNICODE_STRING take(size_t length)
	{
		texts_ -= length + sizeof(WCHAR);
		return { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)),
			 reinterpret_cast<WCHAR *>(texts_) };
	}

	Information *const infos_;
	char *texts_;
	size_t room_;
	ULONG first_;  // how many come before the first one that is wanted
	const bool only_one_;
	ULONG count_ = 0;
	ULONG left_ = 0;
};

/// As the object manager writes it: the first word, with a capital.
size_t type_length(const char *type)
{
	size_t length = 0;

	while (type[length] && type[length] != ' ')
		length++;
	return length;
}

bool Listing::add(const UNICODE_STRING &name, const char *type)
{
	const size_t characters = type_length(type);
	const size_t size = sizeof(Information) + name.Length + sizeof(WCHAR) +
			    (characters + 1) * sizeof(WCHAR);

	if (first_) {
		first_--;
		return true;
	}
	// One more ends the list.
	if ((only_one_ && count_) || room_ < size + sizeof(Information)) {
		left_ = static_cast<ULONG>(size + sizeof(Information));
		return false;
	}
	room_ -= size;
	Information &info = infos_[count_++];
	info.TypeName = take(characters * sizeof(WCHAR));
	for (size_t n = 0; n <= characters; n++)
		info.TypeName.Buffer[n] =
			n < characters ? static_cast<WCHAR>(type[n] - (n ? 0 : 'a' - 'A')) : 0;
	info.Name = take(name.Length);
	memcpy(info.Name.Buffer, name.Buffer, name.Length);
	info.Name.Buffer[name.Length / sizeof(WCHAR)] = 0;
	return true;
}

ULONG Listing::finish()
{
	// What is free lies between the two.
	const size_t gap = room_ - sizeof(Information);
	const char *used_from = texts_;
	auto *to = reinterpret_cast<char *>(&infos_[count_ + 1]);
	size_t texts = 0;

	for (ULONG n = 0; n < count_; n++) {
		Information &info = infos_[n];

		texts += info.Name.MaximumLength + info.TypeName.MaximumLength;
		for (UNICODE_STRING *string : { &info.Name, &info.TypeName })
			string->Buffer -= gap / sizeof(WCHAR);
	}
	infos_[count_] = {};
	memmove(to, used_from, texts);
	return static_cast<ULONG>(to + texts - reinterpret_cast<char *>(infos_));
}

}

NTSTATUS NTAPI ZwQueryDirectoryObject(HANDLE handle, PVOID buffer, ULONG length, BOOLEAN single,
				      BOOLEAN restart, PULONG context, PULONG returned)
{
	Ref<void> directory;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(context), "the context") ||
	    (length && !ok(nt_is_memory(buffer, length), "the buffer")) ||
	    (returned && !ok(is_memory(returned), "the place for the length")))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status = ob::of_handle(handle, &nt_directory_type, directory);
	if (!NT_SUCCESS(status))
		return status;
	const ULONG first = restart ? 0 : *context;
	// Whole characters, for texts that begin at its end.
	Listing listing(buffer, length & ~1u, first, single);
	status = nt_directory_visit(nt_directory_path(directory.get()), Listing::add, &listing);
	if (!NT_SUCCESS(status))
		return status;
	ULONG used = listing.left();
	if (listing.count())
		used = listing.finish();
	if (returned)
		*returned = used;
	*context = first + listing.count();
	if (!listing.count())
		return listing.left() ? STATUS_BUFFER_TOO_SMALL : STATUS_NO_MORE_ENTRIES;
	return listing.left() && !single ? STATUS_MORE_ENTRIES : STATUS_SUCCESS;
}
