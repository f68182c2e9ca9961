// SPDX-License-Identifier: GPL-2.0
/// irq_list.cc - the module parameter irq: "7", "7,5", "none,5".

#include "../glue/glue.h"
#include "../rt/minmax.hh"

namespace {

struct Text {
	const char *begin;
	const char *end;
};

Text next_item(const char *text)
{
	const char *end = text;

	while (*end && *end != ',')
		end++;
	return { text, end };
}

bool is_none(Text item)
{
	for (const char *letter = "none"; *letter; letter++)
		if (item.begin == item.end || *item.begin++ != *letter)
			return false;
	return item.begin == item.end;
}

/// As C writes it, without "+7" and "07"; 0: it is none, or not below `end`. A line feed may be behind
/// it: that is how a shell writes a parameter.
unsigned int number(Text item, unsigned int end)
{
	unsigned long long value = 0;

	if (item.begin == item.end || *item.begin == '0')
		return 0;
	if (item.end[-1] == '\n')
		item.end--;
	for (; item.begin != item.end; item.begin++) {
		if (*item.begin < '0' || *item.begin > '9')
			return 0;
		value = rt::min(value * 10 + (*item.begin - '0'), 1ull << 32);
	}
	return value < end ? static_cast<unsigned int>(value) : 0;
}

}

unsigned int core_parse_irqs(const char *text, unsigned int *lines, unsigned int ports,
			     unsigned int end)
{
	for (unsigned int n = 0;; n++) {
		const Text item = next_item(text);

		if (n == ports)
			return ports + 1;
		lines[n] = number(item, end);
		if (!lines[n] && !is_none(item))
			return n + 1;
		if (!*item.end) {
			while (++n < ports)
				lines[n] = 0;
			return 0;
		}
		text = item.end + 1;
	}
}
