// SPDX-License-Identifier: GPL-2.0
/// status.hh - how a request ended, in Linux's error numbers.
#pragma once

#include "../glue/glue.h"

enum class [[nodiscard]] Status : int{
	ok = 0,
	disabled = -GLUE_EPERM,		  // C2
	interrupted = -GLUE_EINTR,	  // the sleeper is being killed
	no_memory = -GLUE_ENOMEM,	  // C6
	busy = -GLUE_EBUSY,		  // C6
	removed = -GLUE_ENODEV,		  // C7
	invalid = -GLUE_EINVAL,		  // C4, D2
	no_interrupt = -GLUE_EOPNOTSUPP,  // C6
	pending = -GLUE_EINPROGRESS,	  // A1
	cancelled = -GLUE_ECANCELED,	  // A2
};

constexpr int to_errno(Status status) { return static_cast<int>(status); }
