// SPDX-License-Identifier: GPL-2.0
/// fuzz.cc - libFuzzer chooses the steps by what they make the core do.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include "lab.hh"

namespace {

unsigned long operations;

}

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
	atexit([] {
		printf("%lu operations by the fuzzer\n", operations);
		fflush(stdout);
		if (!operations)
			_exit(1);
	});
	return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	lab::Sequence sequence(size / sizeof(lab::Step));

	if (!sequence.empty())
		memcpy(sequence.data(), data, sequence.size() * sizeof(lab::Step));
	operations += lab::play(sequence);
	return 0;
}
