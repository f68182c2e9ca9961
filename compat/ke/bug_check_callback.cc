// SPDX-License-Identifier: GPL-2.0
/// bug_check_callback.cc - what drivers do when they have had a bug check.

#include "module/glue/glue.h"
#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/list.hh"
#include "ke/bug_check_callback.h"

namespace {

using Guard = RawGuard<NT_BUG_CHECKS_LOCK>;
using Record = KBUGCHECK_CALLBACK_RECORD;
using ReasonRecord = KBUGCHECK_REASON_CALLBACK_RECORD;

static_assert(!offsetof(Record, Entry) && !offsetof(ReasonRecord, Entry));
template <typename R>
using Records = EntryList<R, 0>;

/// Those of one kind.
template <typename R>
struct Callbacks {
	static constinit Records<R> records GUARDED_BY(Guard::lock);
	/// Those of drivers that have a bug check, to be called, or called at this moment. One that
	/// registers itself again, or another one, meanwhile is not: it might do so every time.
	static constinit Records<R> due GUARDED_BY(Guard::lock);

	static bool has(const void *address) REQUIRES(Guard::lock)
	{
		auto is_there = [=](const R &record) { return &record == address; };

		return records.any(is_there) || due.any(is_there);
	}
};

template <typename R>
constinit Records<R> Callbacks<R>::records;
template <typename R>
constinit Records<R> Callbacks<R>::due;

/// One in the list, no longer registered, or nullptr.
template <typename R, typename Predicate>
R *take_locked(Records<R> &list, Predicate wanted) REQUIRES(Guard::lock)
{
	for (R &record : list) {
		if (!wanted(record))
			continue;
		Records<R>::remove(record);
		record.State = BufferEmpty;
		return &record;
	}
	return nullptr;
}

/// The same of all that there are.
template <typename R, typename Predicate>
R *take(Predicate wanted)
{
	const Guard guard;
	R *record = take_locked<R>(Callbacks<R>::records, wanted);

	return record ? record : take_locked<R>(Callbacks<R>::due, wanted);
}

/// False: they are called already. A routine that has a bug check itself would otherwise call the
/// next one, and so on.
template <typename R, typename Predicate>
bool make_due(Predicate wanted)
{
	const Guard guard;

	if (Callbacks<R>::due.any([=](const R &record) {
		    return wanted(record) && record.State == BufferStarted;
	    }))
		return false;
	for (R &record : Callbacks<R>::records) {
		if (!wanted(record))
			continue;
		Records<R>::remove(record);
		Callbacks<R>::due.push_back(record);
	}
	return true;
}

/// The next one to be called, or nullptr; and what is in it, because another CPU may deregister and
/// free it at any moment.
template <typename R, typename Predicate>
R *start_due(Predicate wanted, R &copy)
{
	const Guard guard;

	for (R &record : Callbacks<R>::due) {
		if (!wanted(record) || record.State == BufferStarted)
			continue;
		record.State = BufferStarted;
		copy = record;
		return &record;
	}
	return nullptr;
}

/// Its routine may have deregistered it.
template <typename R>
void finish_due(R *record)
{
	const Guard guard;

	if (!Callbacks<R>::due.contains(record))
		return;
	Records<R>::remove(*record);
	record->State = BufferFinished;
}

template <typename R>
bool record_ok(const R *record, Caller caller)
{
	return ok(is_memory(record), "the record", caller);
}

/// False: it is registered already, as one of this kind or of the other.
template <typename R>
bool insert_locked(R *record) REQUIRES(Guard::lock)
{
	if (record->State != BufferEmpty || Callbacks<Record>::has(record) ||
	    Callbacks<ReasonRecord>::has(record))
		return false;
	record->State = BufferInserted;
	Callbacks<R>::records.push_front(*record);
	return true;
}

template <typename R>
bool deregister(R *record, Caller caller = Caller())
{
	return record_ok(record, caller) &&
	       take<R>([=](const R &known) { return &known == record; });
}

/// Calls those of the module by `call_it`.
template <typename R, typename Call>
void call_those_of(const module *which, Call call_it)
{
	auto is_of_it = [=](const R &record) {
		return glue_module_contains(which, code_of(record.CallbackRoutine));
	};
	const KIRQL irql = KeGetCurrentIrql();
	// Otherwise interrupts are off already.
	const bool raise = irql <= DISPATCH_LEVEL;

	if (!make_due<R>(is_of_it))
		return;
	R copy{};
	while (R *record = start_due<R>(is_of_it, copy)) {
		if (raise)
			nt_irql_raise(irql, HIGH_LEVEL);
		call_it(copy, record);
		finish_due(record);
		if (raise)
			nt_irql_lower(HIGH_LEVEL, irql);
	}
}

/// There is no dump that what it gives could be part of. Not inline: it takes much of the stack.
[[gnu::noinline]] void call_for_dump(const ReasonRecord &copy, ReasonRecord *record)
{
	char room[256];
	KBUGCHECK_SECONDARY_DUMP_DATA data{};

	if (copy.Reason != KbCallbackSecondaryDumpData)
		return;
	data.InBuffer = data.OutBuffer = room;
	data.InBufferLength = data.MaximumAllowed = sizeof(room);
	call(copy.CallbackRoutine, copy.Reason, record, static_cast<PVOID>(&data),
	     static_cast<ULONG>(sizeof(data)));
}

template <typename R>
void forget(const nt_gone *gone, const char *routine)
{
	auto goes = [=](const R &record) {
		return nt_goes(gone, &record, code_of(record.CallbackRoutine));
	};
	char name[NT_DRIVER_NAME];

	while (take<R>(goes))
		nt_warn("%s left a bug check callback registered: %s was not called\n",
			nt_gone_name(gone, name), routine);
}

}

BOOLEAN NTAPI KeRegisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD record,
					 PKBUGCHECK_CALLBACK_ROUTINE routine, PVOID buffer,
					 ULONG length, PUCHAR component)
{
	if (!record_ok(record, Caller()) || !ok(is_routine(routine), "the routine") ||
	    (length && !ok(nt_is_memory(buffer, length), "the buffer")))
		return FALSE;
	const Guard guard;
	if (!insert_locked(record))
		return FALSE;
	record->CallbackRoutine = routine;
	record->Buffer = buffer;
	record->Length = length;
	record->Component = component;
	return TRUE;
}

BOOLEAN NTAPI KeDeregisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD record)
{
	return deregister(record);
}

BOOLEAN NTAPI KeRegisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD record,
					       PKBUGCHECK_REASON_CALLBACK_ROUTINE routine,
					       KBUGCHECK_CALLBACK_REASON reason, PUCHAR component)
{
	if (!record_ok(record, Caller()) || !ok(is_routine(routine), "the routine") ||
	    reason < KbCallbackSecondaryDumpData || reason > KbCallbackTriageDumpData)
		return FALSE;
	const Guard guard;
	if (!insert_locked(record))
		return FALSE;
	record->CallbackRoutine = routine;
	record->Component = component;
	record->Reason = reason;
	return TRUE;
}

BOOLEAN NTAPI KeDeregisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD record)
{
	return deregister(record);
}

void nt_bug_check_callbacks_call(const module *which)
{
	call_those_of<Record>(which, [](const Record &copy, Record *) {
		call(copy.CallbackRoutine, copy.Buffer, copy.Length);
	});
	call_those_of<ReasonRecord>(which, call_for_dump);
}

void nt_bug_check_callbacks_forget(const nt_gone *gone)
{
	forget<Record>(gone, "KeDeregisterBugCheckCallback");
	forget<ReasonRecord>(gone, "KeDeregisterBugCheckReasonCallback");
}
