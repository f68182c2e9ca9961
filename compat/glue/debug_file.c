// SPDX-License-Identifier: GPL-2.0
/* debug_file.c - files in debugfs: what programs wait for, what users gave drivers. */

#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "glue/debug_file.h"

static struct debug_file {
	const char *name;
	struct dentry *dentry;
	void (*show)(struct seq_file *file);
} files[NT_DEBUG_FILES] = {
	[NT_REQUESTS_FILE] = { .name = "requests" },
	[NT_SETTINGS_FILE] = { .name = "settings" },
};

static int debug_file_show(struct seq_file *file, void *unused)
{
	const struct debug_file *shown = file->private;

	shown->show(file);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(debug_file);

void nt_debug_file_create(enum nt_debug_file which, void (*show)(struct seq_file *file))
{
	struct dentry *folder = debugfs_lookup("ntparport", NULL);
	struct debug_file *file = &files[which];

	file->show = show;
	file->dentry = debugfs_create_file(file->name, 0400, folder, file, &debug_file_fops);
	dput(folder);
}

void nt_debug_file_remove(enum nt_debug_file which)
{
	debugfs_remove(files[which].dentry);
	files[which].dentry = NULL;
}

void nt_file_print(struct seq_file *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	seq_vprintf(file, format, arguments);
	va_end(arguments);
}
