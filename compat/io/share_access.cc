// SPDX-License-Identifier: GPL-2.0
/// share_access.cc - who has a file or device open, and what for: kept by a driver, by these rules.

#include "base/check.hh"
#include "io/file.h"

namespace {

bool file_ok(PFILE_OBJECT file, PSHARE_ACCESS access, Caller caller = Caller())
{
	return irql_ok(PASSIVE_LEVEL, caller) && ok(nt_file_known(file), "the file", caller) &&
	       ok(is_memory(access), "the record", caller);
}

/// Only a file that is opened to be read, written or deleted counts.
bool counts(const FILE_OBJECT &file)
{
	return file.ReadAccess || file.WriteAccess || file.DeleteAccess;
}

void describe(FILE_OBJECT &file, ACCESS_MASK desired, ULONG share)
{
	file.ReadAccess = !!(desired & (FILE_EXECUTE | FILE_READ_DATA));
	file.WriteAccess = !!(desired & (FILE_WRITE_DATA | FILE_APPEND_DATA));
	file.DeleteAccess = !!(desired & DELETE);
	if (!counts(file))
		share = 0;
	file.SharedRead = !!(share & FILE_SHARE_READ);
	file.SharedWrite = !!(share & FILE_SHARE_WRITE);
	file.SharedDelete = !!(share & FILE_SHARE_DELETE);
}

bool fits(const FILE_OBJECT &file, const SHARE_ACCESS &access)
{
	// What it wants, all others share; and it shares what any of them has.
	return (!file.ReadAccess || access.SharedRead >= access.OpenCount) &&
	       (!file.WriteAccess || access.SharedWrite >= access.OpenCount) &&
	       (!file.DeleteAccess || access.SharedDelete >= access.OpenCount) &&
	       (file.SharedRead || !access.Readers) && (file.SharedWrite || !access.Writers) &&
	       (file.SharedDelete || !access.Deleters);
}

void add(const FILE_OBJECT &file, SHARE_ACCESS &access)
{
	access.OpenCount++;
	access.Readers += file.ReadAccess;
	access.Writers += file.WriteAccess;
	access.Deleters += file.DeleteAccess;
	access.SharedRead += file.SharedRead;
	access.SharedWrite += file.SharedWrite;
	access.SharedDelete += file.SharedDelete;
}

void subtract(const FILE_OBJECT &file, SHARE_ACCESS &access)
{
	access.OpenCount--;
	access.Readers -= file.ReadAccess;
	access.Writers -= file.WriteAccess;
	access.Deleters -= file.DeleteAccess;
	access.SharedRead -= file.SharedRead;
	access.SharedWrite -= file.SharedWrite;
	access.SharedDelete -= file.SharedDelete;
}

/// Whether the file is in there, as far as the numbers tell.
bool has(const FILE_OBJECT &file, const SHARE_ACCESS &access)
{
	return access.OpenCount && access.Readers >= file.ReadAccess &&
	       access.Writers >= file.WriteAccess && access.Deleters >= file.DeleteAccess &&
	       access.SharedRead >= file.SharedRead && access.SharedWrite >= file.SharedWrite &&
	       access.SharedDelete >= file.SharedDelete;
}

}

NTSTATUS NTAPI IoCheckShareAccess(ACCESS_MASK desired, ULONG share, PFILE_OBJECT file,
				  PSHARE_ACCESS access, BOOLEAN update)
{
	if (!file_ok(file, access))
		return STATUS_INVALID_PARAMETER;
	describe(*file, desired, share);
	if (!counts(*file))
		return STATUS_SUCCESS;
	if (!fits(*file, *access))
		return STATUS_SHARING_VIOLATION;
	if (update)
		add(*file, *access);
	return STATUS_SUCCESS;
}

VOID NTAPI IoSetShareAccess(ACCESS_MASK desired, ULONG share, PFILE_OBJECT file,
			    PSHARE_ACCESS access)
{
	if (!file_ok(file, access))
		return;
	describe(*file, desired, share);
	*access = {};
	if (counts(*file))
		add(*file, *access);
}

VOID NTAPI IoUpdateShareAccess(PFILE_OBJECT file, PSHARE_ACCESS access)
{
	if (file_ok(file, access) && counts(*file))
		add(*file, *access);
}

VOID NTAPI IoRemoveShareAccess(PFILE_OBJECT file, PSHARE_ACCESS access)
{
	if (!file_ok(file, access) || !counts(*file))
		return;
	if (has(*file, *access))
		subtract(*file, *access);
	else
		Caller().complain("the file is not in the record");
}
