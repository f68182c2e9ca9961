// SPDX-License-Identifier: GPL-2.0
/*
 * devctl.c - DeviceIoControl() from the command line, for a program on Linux.
 *
 *	devctl DEVICE CODE [LENGTH [INPUT]...]
 *
 * Sends the control code with the input, 32-bit numbers, and room for LENGTH bytes of output
 * (default: 256); prints the output as 32-bit numbers, and any bytes that are left over as
 * bytes. Build it with: cc -I../uapi devctl.c
 */

#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <ntparport_ioctl.h>

static uint32_t number(const char *text)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 0);
	if (errno || *end || end == text || value > UINT32_MAX)
		error(2, 0, "%s does not fit in 32 bits", text);
	return value;
}

int main(int argc, char **argv)
{
	struct ntparport_device_control control = { .output_length = 256 };
	unsigned int i, inputs;
	unsigned char *output;
	uint32_t *input;
	int fd;

	if (argc < 3) {
		fprintf(stderr, "usage: devctl DEVICE CODE [LENGTH [INPUT]...]\n");
		return 2;
	}
	control.code = number(argv[2]);
	if (argc > 3)
		control.output_length = number(argv[3]);
	inputs = argc > 4 ? argc - 4 : 0;
	input = calloc(inputs + 1, sizeof(*input));
	output = calloc(1, (size_t)control.output_length + 1);
	if (!input || !output)
		error(1, ENOMEM, "%s", argv[1]);
	for (i = 0; i < inputs; i++)
		input[i] = number(argv[4 + i]);
	control.input = (uintptr_t)input;
	control.input_length = inputs * sizeof(*input);
	control.output = (uintptr_t)output;

	fd = open(argv[1], O_RDWR);
	if (fd < 0)
		error(1, errno, "%s", argv[1]);
	if (ioctl(fd, NTPARPORT_DEVICE_CONTROL, &control))
		error(1, errno, "%s: status 0x%08x", argv[1], control.status);
	for (i = 0; i + 4 <= control.information && i + 4 <= control.output_length; i += 4) {
		uint32_t word;

		memcpy(&word, output + i, sizeof(word));
		printf("%s%u", i ? " " : "", word);
	}
	for (; i < control.information && i < control.output_length; i++)
		printf("%s0x%02x", i ? " " : "", output[i]);
	printf("\n");
	return 0;
}
