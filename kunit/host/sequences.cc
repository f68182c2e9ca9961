// SPDX-License-Identifier: GPL-2.0
/// sequences.cc - plays random sequences, and shortens those that violate a rule.
///
/// Usage: sequences random SEED OPERATIONS   until that many operations are done
///        sequences play FILE...             one sequence for each file
///        sequences shorten FILE             prints the shortest that still fails
///        sequences corpus FOLDER FILE...    writes them as the fuzzer reads them
/// A file has a step on each line: operation, argument, points; or is what the
/// fuzzer wrote. Sequences run in processes of their own: a violated rule or a
/// sanitizer's finding ends only that.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <sstream>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.hh"

namespace {

using lab::Sequence;
using lab::Step;

/// Random sequence `number` of `seed`. Each leaves out some operations, so that more is seen of
/// what the others can do together.
Sequence generate(uint64_t seed, uint64_t number)
{
	std::mt19937_64 random(seed * 1'000'003 + number);
	std::vector<uint8_t> choice;
	Sequence sequence;
	size_t length = 5 + random() % 75;

	while (choice.empty())
		for (size_t i = 0; i < lab::operations(); i++)
			if (random() % 5)
				choice.insert(choice.end(), lab::weight(i), i);
	// On either route.
	sequence.push_back(*lab::parse("plug " + std::to_string(random() % 256)));
	while (sequence.size() < length) {
		uint8_t operation = choice[random() % choice.size()];
		uint8_t argument = random();
		uint8_t points = random() % 4 ? 0 : 1 + random() % 16;

		sequence.push_back({ operation, argument, points });
	}
	return sequence;
}

/// Runs `work` in a child process. True: it came to its end.
template <typename Work>
bool survives(bool silent, Work work)
{
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		if (silent) {
			int null = open("/dev/null", O_WRONLY);

			dup2(null, STDOUT_FILENO);
			dup2(null, STDERR_FILENO);
		}
		work();
		// Not _exit(): exit() has coverage written and leaks counted.
		exit(0);
	}
	int status = -1;
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (child > 0 && WIFSIGNALED(status) && WTERMSIG(status) != SIGABRT && !silent)
		fprintf(stderr, "VIOLATED %s\n",
			WTERMSIG(status) == SIGALRM ? "livelock: it never ends" :
						      strsignal(WTERMSIG(status)));
	return status == 0;
}

bool fails(const Sequence &sequence)
{
	return !survives(true, [&] {
		alarm(10);
		lab::play(sequence);
	});
}

/// Leaves out ever smaller parts, while it still fails.
void leave_out(Sequence &sequence)
{
	for (size_t part = sequence.size() / 2; part; part /= 2) {
		for (size_t at = 0; at + part <= sequence.size();) {
			Sequence less = sequence;

			less.erase(less.begin() + at, less.begin() + at + part);
			if (fails(less))
				sequence = less;
			else
				at += part;
		}
		// A step may have become superfluous only because the last one was left out.
		if (part == 1)
			for (size_t at = sequence.size(); at-- > 0;) {
				Sequence less = sequence;

				less.erase(less.begin() + at);
				if (fails(less))
					sequence = less;
			}
	}
}

/// Looks for the same violation with fewer and simpler steps.
Sequence shorten(Sequence sequence)
{
	leave_out(sequence);
	for (Step &step : sequence)
		for (uint8_t Step::*member : { &Step::points, &Step::argument }) {
			uint8_t before = step.*member;

			for (int value = 0; value < before; value++) {
				step.*member = value;
				if (value > 16 || fails(sequence))
					break;
				step.*member = before;
			}
			if (step.*member > 16)
				step.*member = before;
		}
	return sequence;
}

/// Prints the shortest sequence found, what happens in it, and what is violated.
int report(const Sequence &sequence)
{
	Sequence shortest = shorten(sequence);

	printf("the shortest sequence found, as a file for kunit/host/cases:\n");
	for (Step step : shortest)
		printf("%s\n", lab::describe(step).c_str());
	printf("what happens:\n");
	survives(false, [&] {
		alarm(10);
		dup2(STDOUT_FILENO, STDERR_FILENO);
		lab::verbose = true;
		setvbuf(stdout, nullptr, _IOLBF, 0);
		lab::play(shortest);
	});
	return 1;
}

int random_sequences(uint64_t seed, uint64_t wanted)
{
	struct Progress {
		uint64_t sequences;
		uint64_t operations;
	};
	auto *progress =
		static_cast<Progress *>(mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE,
					     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	if (progress == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	bool good = survives(false, [&] {
		while (progress->operations < wanted) {
			alarm(60);
			progress->operations += lab::play(generate(seed, progress->sequences));
			progress->sequences++;
		}
	});
	printf("%lu operations in %lu random sequences, seed %lu\n", progress->operations,
	       progress->sequences, seed);
	if (!good)
		return report(generate(seed, progress->sequences));
	return progress->operations ? 0 : 1;
}

Sequence read(const std::string &name)
{
	std::ifstream file(name, std::ios::binary);
	std::string text(std::istreambuf_iterator<char>(file), {});
	Sequence sequence;

	if (!file) {
		std::cerr << name << ": cannot be read\n";
		exit(2);
	}
	if (!name.ends_with(".steps")) {
		for (size_t i = 0; i + sizeof(Step) <= text.size(); i += sizeof(Step))
			sequence.push_back({ static_cast<uint8_t>(text[i]),
					     static_cast<uint8_t>(text[i + 1]),
					     static_cast<uint8_t>(text[i + 2]) });
		return sequence;
	}
	std::istringstream lines(text);
	for (std::string line; std::getline(lines, line);) {
		if (line.empty() || line[0] == '#')
			continue;
		std::optional<Step> step = lab::parse(line);
		if (!step) {
			std::cerr << name << ": no step: " << line << '\n';
			exit(2);
		}
		sequence.push_back(*step);
	}
	return sequence;
}

int play(const std::string &name)
{
	Sequence sequence = read(name);

	if (survives(false, [&] {
		    alarm(60);
		    lab::play(sequence);
	    }))
		return 0;
	std::cout << name << '\n' << std::flush;
	return report(sequence);
}

}

int main(int count, char **words)
{
	std::vector<std::string> arguments(words + 1, words + count);
	int bad = 0;

	if (arguments.size() == 3 && arguments[0] == "random")
		return random_sequences(std::stoul(arguments[1]), std::stoul(arguments[2]));
	if (arguments.size() == 2 && arguments[0] == "shorten")
		return report(read(arguments[1]));
	if (arguments.size() >= 2 && arguments[0] == "play") {
		for (size_t i = 1; i < arguments.size(); i++)
			bad |= play(arguments[i]);
		if (!bad)
			printf("%zu cases\n", arguments.size() - 1);
		return bad;
	}
	if (arguments.size() >= 3 && arguments[0] == "corpus") {
		for (size_t i = 2; i < arguments.size(); i++) {
			std::ofstream file(std::filesystem::path(arguments[1]) /
						   std::filesystem::path(arguments[i]).stem(),
					   std::ios::binary);
			for (Step step : read(arguments[i]))
				file.write(reinterpret_cast<const char *>(&step), sizeof(step));
		}
		return 0;
	}
	fprintf(stderr,
		"usage: sequences random SEED OPERATIONS | play FILE... | shorten FILE | corpus FOLDER FILE...\n");
	return 2;
}
