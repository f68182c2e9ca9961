// SPDX-License-Identifier: GPL-2.0
/*
 * settings_file.c - reads the file with a driver's settings.
 *
 * It lies among firmware and is read in the same way, but not by request_firmware(): Debian's
 * kernels log an error for each file that is not there, even for request_firmware_direct().
 */

#include <linux/errno.h>
#include <linux/kernel_read_file.h>

#include "glue/settings_file.h"

int nt_settings_file_read(const char *path, size_t max, const char **text, size_t *length)
{
	void *contents = NULL;
	/* From where the first process has its files, as for firmware. */
	const ssize_t size = kernel_read_file_from_path_initns(path, 0, &contents, max, NULL,
							       READING_FIRMWARE);

	if (size == -ENOTDIR)
		return -ENOENT;
	if (size < 0)
		return size;
	*text = contents;
	*length = size;
	return 0;
}
