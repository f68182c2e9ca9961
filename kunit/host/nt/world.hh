// SPDX-License-Identifier: GPL-2.0
/// world.hh - Linux around the rooms of compat/, in user space: what glue/linux.h and the rooms
/// below those that are tested promise.
#pragma once

// Ours are the C library's.
#include <cstring>
#define _LINUX_STRING_H_
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <ntddk.h>

namespace world {

/// Lines of the log since the last forget_log().
extern std::vector<std::string> log;
inline void forget_log() { log.clear(); }

/// The allocation after so many others fails, once; 0: the next.
void fail_allocation(unsigned int after);
/// It has. None fails from now on.
bool allocation_failed();
/// Blocks of memory, objects and handles that there are.
long left();

/// A rule does not hold: says so, and ends the program.
[[gnu::format(printf, 2, 3)]] void check(bool holds, const char *format, ...);

/// Random numbers, the same for each seed.
class Random {
public:
	explicit Random(uint64_t seed) : engine_(seed) { }
	/// Below the limit.
	unsigned int below(unsigned int limit)
	{
		return limit ? static_cast<unsigned int>(engine_() % limit) : 0;
	}
	bool one_in(unsigned int n) { return !below(n); }
	uint64_t number() { return engine_(); }

private:
	std::mt19937_64 engine_;
};

/// Text in the kernel's way.
UNICODE_STRING string_of(std::u16string &text);
std::u16string text_of(const UNICODE_STRING &string);

}
