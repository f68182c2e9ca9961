// SPDX-License-Identifier: GPL-2.0
/*
 * bench.c - what things cost, in instructions.
 *
 * For QEMU's -icount shift=0, where the time-stamp counter counts executed instructions.
 * Loading the module measures what the parameter "what" names (see the tables in the other
 * files), removes whatever it needed for that, and leaves the figures in read-only parameters.
 * A figure is the difference of the counter before and after. Nothing is subtracted.
 *
 * With by_time=1 the counter counts time, on any machine.
 */

#include <linux/delay.h>
#include <linux/module.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "bench.h"

#define SAMPLES 400
#define BATCH 50

static char *what;
module_param(what, charp, 0444);
MODULE_PARM_DESC(what, "What is measured");

unsigned int routines = 1;
module_param(routines, uint, 0444);
MODULE_PARM_DESC(routines, "Connected routines; all but the last decline (default: 1)");

bool by_time;
module_param(by_time, bool, 0444);
MODULE_PARM_DESC(by_time, "The time-stamp counter counts time, not instructions");

static unsigned int median;
module_param(median, uint, 0444);
MODULE_PARM_DESC(median, "Median cost (result)");

static unsigned int minimum;
module_param(minimum, uint, 0444);
MODULE_PARM_DESC(minimum, "Lowest cost (result)");

static unsigned int others;
module_param(others, uint, 0444);
MODULE_PARM_DESC(others, "Samples that did not cost the median (result)");

static unsigned int samples = SAMPLES;
module_param(samples, uint, 0444);
MODULE_PARM_DESC(samples, "How often it was measured (result)");

static unsigned int costs[SAMPLES];
/* Set when a program does the measuring. */
static const struct measurement *loaded;

/* What the counter shows for 256 instructions that do nothing. */
static u64 count_nops(void)
{
	u64 start = rdtsc();

	asm volatile(".rept 256\n\tnop\n\t.endr");
	return rdtsc() - start;
}

static u64 count_nothing(void)
{
	u64 start = rdtsc();

	return rdtsc() - start;
}

static int compare(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

static int measure(const struct measurement *it)
{
	unsigned int i;

	for (i = 0; i < SAMPLES; i++) {
		/*
		 * The first interrupt in each second leaves the kernel work to do (collecting
		 * randomness), and until that is done the path is shorter: let the other
		 * threads do it.
		 */
		if (i % BATCH == 0) {
			it->cost(i);
			msleep(20);
		}
		costs[i] = it->cost(i);
		if (!costs[i]) {
			pr_err("%s: round %u went wrong\n", it->name, i);
			return -EIO;
		}
	}
	return 0;
}

static const struct measurement *find(void)
{
	const struct measurement *const tables[] = { interrupts, calls, handovers, windows };
	const struct measurement *it;
	unsigned int i;

	for (i = 0; what && i < ARRAY_SIZE(tables); i++)
		for (it = tables[i]; it->name; it++)
			if (!strcmp(it->name, what))
				return it;
	return NULL;
}

static int __init bench_init(void)
{
	const struct measurement *it = find();
	unsigned int i;
	int err;

	if (!it)
		return -EINVAL;
	if (!by_time && count_nops() - count_nothing() != 256) {
		pr_err("the time-stamp counter does not count instructions: run QEMU with -icount shift=0,sleep=off\n");
		return -EOPNOTSUPP;
	}
	err = it->begin();
	if (err)
		return err;
	if (!it->cost) {
		loaded = it;
		return 0;
	}
	err = measure(it);
	if (it->end)
		err = it->end() ?: err;
	if (err)
		return err;
	sort(costs, SAMPLES, sizeof(costs[0]), compare, NULL);
	minimum = costs[0];
	median = costs[SAMPLES / 2];
	for (i = 0; i < SAMPLES; i++)
		others += costs[i] != median;
	return 0;
}

static void __exit bench_exit(void)
{
	if (loaded)
		loaded->end();
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("Measures what ntparport costs");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
