/* SPDX-License-Identifier: GPL-2.0 */
/*
 * char_device.h - device nodes, /dev/<name>. Process context; may sleep. A program's memory is
 * given by its address, which only user_memory.c and user_pages.c can use.
 */
#ifndef COMPAT_GLUE_CHAR_DEVICE_H
#define COMPAT_GLUE_CHAR_DEVICE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What programs do. @file is what open() stored; results are those of the system calls, errors are
 * negative.
 */
struct nt_node_operations {
	int (*open)(unsigned int number, bool may_read, bool may_write, void **file);
	void (*close)(void *file);
	long (*read)(void *file, unsigned long to, size_t length, bool nonblocking);
	long (*write)(void *file, unsigned long from, size_t length, bool nonblocking);
	int (*flush)(void *file);
	/* The ioctl; for @argument see nt_control_get(). */
	long (*control)(void *file, unsigned long argument, bool may_read, bool may_write);
};

/* Loading and unloading of ntparport: for up to @count nodes. 0 or a negative errno. */
int nt_nodes_register(unsigned int count, const struct nt_node_operations *operations);
void nt_nodes_unregister(void);
/* The node of that name, where '!' ends a folder's name. 0 or a negative errno. */
int nt_node_create(unsigned int number, const char *name);
void nt_node_destroy(unsigned int number);

/* What is at a node's path, which devtmpfs does not say. */
enum nt_node_place {
	NT_NODE_THERE,	/* the node; or nobody knows, or /dev is not devtmpfs but somebody else's */
	NT_NODE_HIDDEN,	/* another file */
	NT_NODE_MISSING	/* nothing: its folder is another file, or something is mounted there */
};

enum nt_node_place nt_node_look(unsigned int number, const char *path);

#ifdef __cplusplus
}
#endif

#endif
