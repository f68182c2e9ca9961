// SPDX-License-Identifier: GPL-2.0
/* open_file.c - files that cases open. */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/path.h>
#include <linux/pid.h>
#include <linux/sched/task.h>

#include "open_file.h"

struct file *open_file(const char *path, int flags)
{
	struct task_struct *init = get_pid_task(find_vpid(1), PIDTYPE_PID);
	struct file *file = ERR_PTR(-ESRCH);
	struct path root = { };

	if (!init)
		return file;
	task_lock(init);
	if (init->fs)
		get_fs_root(init->fs, &root);
	task_unlock(init);
	put_task_struct(init);
	if (!root.mnt)
		return file;
	file = file_open_root(&root, path, flags, 0);
	path_put(&root);
	return file;
}
