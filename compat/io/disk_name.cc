// SPDX-License-Identifier: GPL-2.0
/// disk_name.cc - names of files on disks.

#include "ob/namespace.hh"
#include "ob/path.hh"
#include "io/disk_name.hh"

using ob::begins_with;
using ob::literal;

namespace {

constexpr UNICODE_STRING disks[] = {
	literal(L"\\SystemRoot"),    literal(L"\\ArcName\\"),	   literal(L"\\Device\\Harddisk"),
	literal(L"\\Device\\CdRom"), literal(L"\\Device\\Floppy"),
};

bool is_letter(WCHAR c) { return (c >= L'A' && c <= L'Z') || (c >= L'a' && c <= L'z'); }

/// C: and what is on it.
bool is_drive(const UNICODE_STRING &name)
{
	const size_t length = name.Length / sizeof(WCHAR);

	return length >= 2 && is_letter(name.Buffer[0]) && name.Buffer[1] == L':' &&
	       (length == 2 || name.Buffer[2] == L'\\');
}

}

bool io::is_on_disk(const UNICODE_STRING &name)
{
	UNICODE_STRING rest = name;

	if (ob::skip_dos_devices(rest))
		return is_drive(rest);
	bool found = false;
	for (const UNICODE_STRING &disk : disks)
		found = found || begins_with(name, disk);
	return found;
}

void io::complain_of_disk(const UNICODE_STRING &name, Caller caller)
{
	char label[100] = "";

	nt_label_path(name, label, sizeof(label));
	caller.complain(
		"%s is on a disk, and drivers have none here: what they say is in the log, what they keep in the registry",
		label);
}
