// SPDX-License-Identifier: GPL-2.0
/// fibers.hh - machine.hh in one thread: each piece of work is a fiber, and the caller decides
/// how far each one goes.
#pragma once

#include <functional>

#include "machine.hh"

namespace fibers {

/// Runs `work` until it ends or has passed `points` points (0: no limit); it is suspended
/// there. If there is too much suspended work, ends some first.
void start(std::function<void()> work, unsigned int points);
/// Continues the suspended work that was started first, not counting the first `skip`.
void resume(unsigned int skip, unsigned int points);
/// Ends all work, and calls `more` until `more` returns false.
void finish(const std::function<bool()> &more);
/// How many pieces of work have begun and not ended, not counting the caller's.
unsigned int others();

}
