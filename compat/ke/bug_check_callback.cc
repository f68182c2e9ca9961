// SPDX-License-Identifier: GPL-2.0
/// bug_check_callback.cc - what drivers do when they have had a bug check.

#include "module/glue/glue.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/list.hh"
#include "ke/bug_check_callback.h"

namespace {

using Guard = RawGuard<NT_BUG_CHECKS_LOCK>;
using Record = KBUGCHECK_CALLBACK_RECORD;
using Records = EntryList<Record, offsetof(Record, Entry)>;

/// Guarded by the lock.
constinit Records records;
/// Those of drivers that have a bug check, to be called, or called at this moment. One that registers
/// itself again, or another one, meanwhile is not: it might do so every time.
constinit Records due;

/// One in the list, no longer registered, or nullptr. Lock held.
template <typename Predicate>
Record *take_locked(Records &list, Predicate wanted)
{
	for (Record &record : list) {
		if (!wanted(record))
			continue;
		Records::remove(record);
		record.State = BufferEmpty;
		return &record;
	}
	return nullptr;
}

/// The same of all that there are.
template <typename Predicate>
Record *take(Predicate wanted)
{
	const Guard guard;
	Record *record = take_locked(records, wanted);

	return record ? record : take_locked(due, wanted);
}

/// False: they are called already. A routine that has a bug check itself would otherwise call the
/// next one, and so on.
template <typename Predicate>
bool make_due(Predicate wanted)
{
	const Guard guard;

	if (due.any([=](const Record &record) {
		    return wanted(record) && record.State == BufferStarted;
	    }))
		return false;
	for (Record &record : records) {
		if (!wanted(record))
			continue;
		Records::remove(record);
		due.push_back(record);
	}
	return true;
}

/// The next one to be called, or nullptr.
template <typename Predicate>
Record *start_due(Predicate wanted)
{
	const Guard guard;

	for (Record &record : due) {
		if (!wanted(record) || record.State == BufferStarted)
			continue;
		record.State = BufferStarted;
		return &record;
	}
	return nullptr;
}

/// Its routine may have deregistered it.
void finish_due(Record *record)
{
	const Guard guard;

	if (!due.contains(record))
		return;
	Records::remove(*record);
	record->State = BufferFinished;
}

bool record_ok(PKBUGCHECK_CALLBACK_RECORD record, Caller caller = Caller())
{
	return ok(is_memory(record), "the record", caller);
}

}

BOOLEAN NTAPI KeRegisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD record,
					 PKBUGCHECK_CALLBACK_ROUTINE routine, PVOID buffer,
					 ULONG length, PUCHAR component)
{
	if (!record_ok(record) || !ok(is_routine(routine), "the routine") ||
	    (length && !ok(nt_is_memory(buffer, length), "the buffer")))
		return FALSE;
	const Guard guard;
	if (record->State != BufferEmpty || records.contains(record) || due.contains(record))
		return FALSE;
	record->CallbackRoutine = routine;
	record->Buffer = buffer;
	record->Length = length;
	record->Component = component;
	record->State = BufferInserted;
	records.push_front(*record);
	return TRUE;
}

BOOLEAN NTAPI KeDeregisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD record)
{
	return record_ok(record) && take([=](const Record &known) { return &known == record; });
}

void nt_bug_check_callbacks_call(const module *which)
{
	auto is_of_it = [=](const Record &record) {
		return glue_module_contains(which, code_of(record.CallbackRoutine));
	};
	const KIRQL irql = KeGetCurrentIrql();
	// Otherwise interrupts are off already.
	const bool raise = irql <= DISPATCH_LEVEL;

	if (!make_due(is_of_it))
		return;
	while (Record *record = start_due(is_of_it)) {
		if (raise)
			nt_irql_raise(irql, HIGH_LEVEL);
		call(record->CallbackRoutine, record->Buffer, record->Length);
		finish_due(record);
		if (raise)
			nt_irql_lower(HIGH_LEVEL, irql);
	}
}

void nt_bug_check_callbacks_forget(const nt_gone *gone)
{
	auto goes = [=](const Record &record) {
		return nt_goes(gone, &record, code_of(record.CallbackRoutine));
	};
	char name[NT_DRIVER_NAME];

	while (take(goes))
		nt_warn("%s left a bug check callback registered: KeDeregisterBugCheckCallback was not called\n",
			nt_gone_name(gone, name));
}
