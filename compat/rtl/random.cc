// SPDX-License-Identifier: GPL-2.0
/// random.cc - numbers that look like chance.

#include <ntifs.h>

#include "base/check.hh"
#include "base/poll.h"

namespace {

/// A Lehmer generator: each state is the one before it, multiplied modulo a prime. It begins with
/// any seed, and never comes to 0.
constexpr ULONG modulus = MAXLONG;
constexpr ULONG multiplier = 48271;

/// The remainder, without a division of 64 bits: 2^31 leaves 1.
ULONG remainder_of(ULONGLONG value)
{
	while (value > modulus)
		value = (value & modulus) + (value >> 31);
	return value == modulus ? 0 : static_cast<ULONG>(value);
}

ULONG next(ULONG *seed, Caller caller = Caller())
{
	nt_poll();
	if (!ok(is_memory(seed), "the seed", caller))
		return 0;
	const ULONG state = remainder_of(*seed);

	*seed = remainder_of(static_cast<ULONGLONG>(state ? state : 1) * multiplier);
	return *seed - 1;
}

}

ULONG NTAPI RtlRandom(PULONG seed) { return next(seed); }
ULONG NTAPI RtlRandomEx(PULONG seed) { return next(seed); }
