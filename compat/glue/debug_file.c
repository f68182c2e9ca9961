// SPDX-License-Identifier: GPL-2.0
/* debug_file.c - a file in debugfs that shows what programs wait for. */

#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "glue/linux.h"

static struct dentry *requests_file;
static void (*show)(struct seq_file *file);

static int requests_show(struct seq_file *file, void *unused)
{
	show(file);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(requests);

void nt_requests_file_create(void (*called)(struct seq_file *file))
{
	struct dentry *folder = debugfs_lookup("ntparport", NULL);

	show = called;
	requests_file = debugfs_create_file("requests", 0400, folder, NULL, &requests_fops);
	dput(folder);
}

void nt_requests_file_remove(void)
{
	debugfs_remove(requests_file);
}

void nt_file_print(struct seq_file *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	seq_vprintf(file, format, arguments);
	va_end(arguments);
}
