/* SPDX-License-Identifier: GPL-2.0 */
/* node.h - device nodes; internal. */
#ifndef COMPAT_NODE_NODE_H
#define COMPAT_NODE_NODE_H

#ifdef __cplusplus
extern "C" {
#endif

/* How many device nodes there are. May sleep. */
unsigned int nt_node_count(void);

/* Loading and unloading of ntparport. */
int nt_node_init(void);
void nt_node_exit(void);

#ifdef __cplusplus
}
#endif

#endif
