// SPDX-License-Identifier: GPL-2.0
/// lab.hh - clients, Linux drivers and a port, doing what a sequence of steps
/// says, under the eyes of the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lab {

/// One thing that happens. Every value of every member means something, or
/// nothing happens.
struct Step {
	uint8_t operation;
	uint8_t argument;
	uint8_t points;	 ///< after how many points others go on; mostly not at all
};
static_assert(sizeof(Step) == 3);

using Sequence = std::vector<Step>;

size_t operations();
/// How often a random sequence has this operation, relative to others.
unsigned int weight(size_t operation);
/// "operation argument points", the last only if it is not 0.
std::string describe(Step step);
std::optional<Step> parse(const std::string &text);

/// Plays the sequence, makes all quiet, takes everything down. Does not return
/// if a rule is violated. How many operations could be done.
unsigned int play(const Sequence &sequence);

/// Whether play() prints what happens.
extern bool verbose;

}
