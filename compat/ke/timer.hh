// SPDX-License-Identifier: GPL-2.0
/// timer.hh - timers of our own, within this room.
#pragma once

#include "ke/dispatcher.hh"
#include "ke/timer.h"

extern "C" {

/// KeInitializeTimer().
void nt_timer_prepare(PKTIMER timer);
/// KeSetTimerEx() and KeCancelTimer().
bool nt_timer_set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
	REQUIRES(ke::dispatcher_lock);
bool nt_timer_cancel(PKTIMER timer) REQUIRES(ke::dispatcher_lock);
}
