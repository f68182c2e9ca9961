// SPDX-License-Identifier: GPL-2.0
/* char_device.c - device nodes: /dev/<name>, and what programs do with them. */

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/namei.h>
#include <linux/string.h>

#include "module/glue/version.h"
#include "uapi/ntparport_ioctl.h"
#include "glue/char_device.h"

static dev_t first;
static unsigned int minors;
static struct cdev cdev;
static const struct nt_node_operations *operations;

static int open(struct inode *inode, struct file *file)
{
	const unsigned int number = iminor(inode) - MINOR(first);
	int err = operations->open(number, file->f_mode & FMODE_READ, file->f_mode & FMODE_WRITE,
				   &file->private_data);

	return err ?: stream_open(inode, file);
}

static int release(struct inode *inode, struct file *file)
{
	operations->close(file->private_data);
	return 0;
}

/* fcntl() of another thread may change it at any time. */
static bool is_nonblocking(const struct file *file)
{
	return READ_ONCE(file->f_flags) & O_NONBLOCK;
}

static ssize_t read(struct file *file, char __user *to, size_t length, loff_t *position)
{
	return operations->read(file->private_data, (unsigned long)to, length,
				is_nonblocking(file));
}

static ssize_t write(struct file *file, const char __user *from, size_t length, loff_t *position)
{
	return operations->write(file->private_data, (unsigned long)from, length,
				 is_nonblocking(file));
}

static int fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return operations->flush(file->private_data);
}

static long ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	if (command != NTPARPORT_DEVICE_CONTROL)
		return -ENOTTY;
	return operations->control(file->private_data, argument, file->f_mode & FMODE_READ,
				   file->f_mode & FMODE_WRITE);
}

static const struct file_operations file_operations = {
	.owner = THIS_MODULE,
	.open = open,
	.release = release,
	.read = read,
	.write = write,
	.fsync = fsync,
	.unlocked_ioctl = ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

/* Mode and owner of a node are 0600 and root, until udev has seen 50-ntparport.rules. */
static struct class node_class = {
	.name = "ntparport_node",
};

int nt_nodes_register(unsigned int count, const struct nt_node_operations *called)
{
	int err = class_register(&node_class);

	if (err)
		return err;
	minors = count;
	operations = called;
	err = alloc_chrdev_region(&first, 0, minors, "ntparport");
	if (err)
		goto unregister_class;
	cdev_init(&cdev, &file_operations);
	cdev.owner = THIS_MODULE;
	err = cdev_add(&cdev, first, minors);
	if (err)
		goto unregister_region;
	return 0;

unregister_region:
	unregister_chrdev_region(first, minors);
unregister_class:
	class_unregister(&node_class);
	return err;
}

void nt_nodes_unregister(void)
{
	cdev_del(&cdev);
	unregister_chrdev_region(first, minors);
	class_unregister(&node_class);
}

int nt_node_create(unsigned int number, const char *name)
{
	return PTR_ERR_OR_ZERO(device_create(&node_class, NULL, first + number, NULL, "%s", name));
}

void nt_node_destroy(unsigned int number)
{
	device_destroy(&node_class, first + number);
}

/* Whether the kernel itself makes the files in /dev. */
static bool dev_is_devtmpfs(void)
{
	struct path dev;
	bool is;

	if (kern_path("/dev", LOOKUP_FOLLOW, &dev))
		return false;
	is = !strcmp(dev.dentry->d_sb->s_type->name, "devtmpfs");
	path_put(&dev);
	return is;
}

static enum nt_node_place look_at_node(unsigned int number, const char *path)
{
	const struct inode *inode;
	struct path found;
	bool is_node;
	int err;

	/* Elsewhere others make the files in /dev, later perhaps, or have left old ones there. */
	if (!dev_is_devtmpfs())
		return NT_NODE_THERE;
	err = kern_path(path, 0, &found);
	if (err)
		return err == -ENOENT || err == -ENOTDIR ? NT_NODE_MISSING : NT_NODE_THERE;
	inode = d_backing_inode(found.dentry);
	is_node = S_ISCHR(inode->i_mode) && inode->i_rdev == first + number;
	path_put(&found);
	return is_node ? NT_NODE_THERE : NT_NODE_HIDDEN;
}

enum nt_node_place nt_node_look(unsigned int number, const char *path)
{
	enum nt_node_place place = NT_NODE_THERE;

	scoped_with_init_fs()
		place = look_at_node(number, path);
	return place;
}
