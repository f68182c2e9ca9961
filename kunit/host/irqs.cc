// SPDX-License-Identifier: GPL-2.0
/// irqs.cc - the module parameter irq, with lists at random, against its rules in other words.
///
/// Usage: irqs SEED LISTS

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "../../module/glue/glue.h"

namespace {

using Random = std::minstd_rand;

constexpr unsigned int untouched = 0xdead;

unsigned int below(Random &random, unsigned int n) { return random() % n; }

std::vector<std::string> split(const std::string &text)
{
	std::vector<std::string> items(1);

	for (char c : text)
		if (c == ',')
			items.emplace_back();
		else
			items.back() += c;
	return items;
}

/// Nothing: the item is no entry.
std::optional<unsigned int> line_of(std::string item, unsigned int end)
{
	if (item == "none")
		return 0;
	if (!item.empty() && item.back() == '\n')
		item.pop_back();
	if (item.empty() || item.size() > 10 || item[0] == '0' ||
	    item.find_first_not_of("0123456789") != std::string::npos)
		return {};
	const unsigned long value = std::stoul(item);
	return value < end ? std::optional(static_cast<unsigned int>(value)) : std::nullopt;
}

std::string any_item(Random &random, unsigned int end)
{
	static const char *const known[] = { "none",
					     "none\n",
					     "non",
					     "nonee",
					     "",
					     "0",
					     "07",
					     "+7",
					     "-1",
					     " 7",
					     "7 ",
					     "0x7",
					     "7\n",
					     "7\n\n",
					     "\n",
					     "/",
					     "4294967295",
					     "4294967296",
					     "4294967303",
					     "18446744073709551623",
					     "99999999999999999999999" };
	std::string item;

	switch (below(random, 8)) {
	case 0:
		return known[below(random, sizeof(known) / sizeof(known[0]))];
	case 1:
		return std::to_string(end - 2 + below(random, 4));
	case 2:
		for (unsigned int n = below(random, 14); n; n--)
			item += static_cast<char>('0' + below(random, 10));
		return item;
	case 3:
		for (unsigned int n = below(random, 4); n; n--)
			item += static_cast<char>(1 + below(random, 255));
		return item;
	case 4:
	case 5:
		return "none";
	default:
		return std::to_string(1 + below(random, end - 1));
	}
}

std::string any_list(Random &random, unsigned int end, unsigned int ports)
{
	std::string text = any_item(random, end);

	for (unsigned int n = below(random, ports + 2); n; n--)
		text += "," + any_item(random, end);
	return text;
}

[[noreturn]] void fail(const char *rule, const std::string &text)
{
	printf("VIOLATED irq: %s: \"%s\"\n", rule, text.c_str());
	exit(1);
}

/// Whether it was taken.
bool play(Random &random)
{
	const unsigned int end = 3 + below(random, below(random, 2) ? 30 : 1 << 20);
	const unsigned int ports = 1 + below(random, 6);
	const std::string text = any_list(random, end, ports);
	const std::vector<std::string> items = split(text);
	std::vector<unsigned int> expected(ports), lines(ports + 1, untouched);
	unsigned int wrong = 0;

	for (unsigned int n = 0; n < items.size() && !wrong; n++) {
		const auto line = line_of(items[n], end);

		if (n == ports || !line)
			wrong = n + 1;
		else
			expected[n] = *line;
	}
	if (core_parse_irqs(text.c_str(), lines.data(), ports, end) != wrong)
		fail("the entry that is wrong is another", text);
	if (lines.back() != untouched)
		fail("more was written than there are ports", text);
	lines.pop_back();
	if (!wrong && lines != expected)
		fail("a line is another", text);
	return !wrong;
}

}

int main(int count, char **words)
{
	if (count != 3) {
		fprintf(stderr, "usage: irqs SEED LISTS\n");
		return 2;
	}
	const unsigned long seed = std::stoul(words[1]), lists = std::stoul(words[2]);
	unsigned long taken = 0;
	Random random(seed);

	for (unsigned long n = 0; n < lists; n++)
		taken += play(random);
	printf("%lu lists, %lu of them taken, seed %lu\n", lists, taken, seed);
	return lists ? 0 : 1;
}
