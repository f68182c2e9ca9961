// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - drives one of the drivers of the corpus, by name: says what was wrong, and fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int bad;

#define EXPECT(condition) do {							\
	if (!(condition)) {							\
		printf("# user.c:%d: %s (errno %d)\n", __LINE__, #condition, errno); \
		bad = 1;							\
	}									\
} while (0)

static uint32_t numbers[2];
static char text[2000];

static int device(const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR);
	EXPECT(fd >= 0);
	return fd;
}

static void read_numbers(int fd, size_t count)
{
	EXPECT(read(fd, numbers, count * sizeof(*numbers)) == (ssize_t)(count * sizeof(*numbers)));
}

static void lptout(void)
{
	int fd = device("LptOut");
	uint32_t before;

	read_numbers(fd, 1);
	before = numbers[0];
	EXPECT(write(fd, "hello, world", 12) == 12);
	EXPECT(write(fd, "!", 1) == 1);
	read_numbers(fd, 1);
	EXPECT(numbers[0] == before + 13);
	close(fd);
}

static void ticker(void)
{
	int fd = device("Ticker");
	int n;

	for (n = 0; n < 3; n++)
		EXPECT(write(fd, "x", 1) == 1);
	read_numbers(fd, 2);
	EXPECT(numbers[0] >= 3);
	EXPECT(numbers[1] == 1);
	close(fd);
}

static void skeleton(void)
{
	int fd = device("Skeleton0"), other = device("Skeleton0");

	read_numbers(fd, 2);
	EXPECT(numbers[0] == 2);
	EXPECT(read(fd, numbers, 1) < 0);
	close(other);
	close(fd);
}

static void finder(void)
{
	int fd = device("Finder");

	read_numbers(fd, 1);
	EXPECT(numbers[0] == 1);
	close(fd);
}

static void alone(void)
{
	uint32_t n;

	for (n = 0; n < 5; n++) {
		int fd = device("Alone");

		EXPECT(open("/dev/Alone", O_RDWR) < 0);
		read_numbers(fd, 2);
		EXPECT(numbers[0] == n + 1);
		EXPECT(numbers[1] == n);
		close(fd);
	}
}

static void gate(void)
{
	int fd = device("Gate");

	EXPECT(write(fd, "b", 1) == 1);
	EXPECT(write(fd, "a", 1) < 0 && errno == EACCES);
	read_numbers(fd, 2);
	EXPECT(numbers[0] == 2 && numbers[1] == 1);
	close(fd);
}

static void checked(void)
{
	int fd = device("Checked");
	uint32_t n, value;

	for (n = 0; n < 16; n++)
		EXPECT(write(fd, &n, sizeof(n)) == sizeof(n));
	EXPECT(write(fd, &n, sizeof(n)) < 0);
	while (n--)
		EXPECT(read(fd, &value, sizeof(value)) == sizeof(value) && value == n);
	EXPECT(read(fd, &value, sizeof(value)) <= 0);
	close(fd);
}

static void bitbang(void)
{
	int fd = device("BitBang");

	EXPECT(write(fd, "0123456789", 10) == 10);
	read_numbers(fd, 2);
	EXPECT(numbers[0] == 80);
	EXPECT(numbers[1] >= 80);
	close(fd);
}

static void sloppy(void)
{
	int fd = device("Sloppy");

	EXPECT(write(fd, "one", 3) == 3);
	EXPECT(write(fd, "three", 5) == 5);
	EXPECT(read(fd, text, 100) == 100 && text[99] == 's');
	close(fd);
}

static void logger(void)
{
	static const char says[] = "file c000003a\nport 00000000\nhello\n";
	int fd = device("Logger");

	EXPECT(write(fd, "hello\n", 6) == 6);
	EXPECT(read(fd, text, sizeof(text)) == sizeof(says) - 1);
	EXPECT(!strcmp(text, says));
	close(fd);
}

static const struct {
	const char *name;
	void (*drive)(void);
} drivers[] = {
	{ "lptout", lptout }, { "ticker", ticker }, { "skeleton", skeleton }, { "finder", finder },
	{ "alone", alone }, { "gate", gate }, { "checked", checked }, { "bitbang", bitbang },
	{ "sloppy", sloppy }, { "logger", logger },
};

int main(int argc, char **argv)
{
	size_t n;

	for (n = 0; n < sizeof(drivers) / sizeof(*drivers); n++) {
		if (argc == 2 && !strcmp(argv[1], drivers[n].name)) {
			drivers[n].drive();
			return bad;
		}
	}
	printf("# user.c: there is no driver %s\n", argc == 2 ? argv[1] : "");
	return 1;
}
