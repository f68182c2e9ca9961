// SPDX-License-Identifier: GPL-2.0
/// fibers.hh - machine.hh in one thread: a fiber for each piece of work, and
/// whoever calls this decides which goes how far.
#pragma once

#include <functional>

#include "machine.hh"

namespace fibers {

/// Runs `work` until it ends or has passed `points` points (0: no limit); it is
/// suspended there. Ends suspended work first if there is too much of it.
void start(std::function<void()> work, unsigned int points);
/// Continues the suspended work that was started first but for `skip`.
void resume(unsigned int skip, unsigned int points);
/// Ends all work, and calls `more` until that returns false.
void finish(const std::function<bool()> &more);
/// How much work has begun and not ended, without the caller's.
unsigned int others();

}
