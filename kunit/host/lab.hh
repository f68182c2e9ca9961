// SPDX-License-Identifier: GPL-2.0
/// lab.hh - clients, Linux drivers and a port, doing what a sequence of steps says, while the
/// model watches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lab {

/// One thing that happens. Every value of every member means something, or else nothing
/// happens.
struct Step {
	uint8_t operation;
	uint8_t argument;
	uint8_t points;	 ///< after how many points others go on; 0, mostly: not at all
};
static_assert(sizeof(Step) == 3);

using Sequence = std::vector<Step>;

size_t operations();
/// How often a random sequence has this operation, relative to others.
unsigned int weight(size_t operation);
/// "operation argument points"; points are left out if 0.
std::string describe(Step step);
std::optional<Step> parse(const std::string &text);

/// Plays the sequence, makes all quiet, and takes everything down. Does not return if a rule is
/// violated. Returns how many operations could be done.
unsigned int play(const Sequence &sequence);

/// Whether play() prints what happens.
extern bool verbose;

}
