/* SPDX-License-Identifier: GPL-2.0 */
/* tree.h - elements by a number that no other has and that never changes. The caller has a lock. */
#ifndef COMPAT_GLUE_TREE_H
#define COMPAT_GLUE_TREE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nt_tree_node {
	ULONG_PTR key;
	unsigned long links[3];
};

/* Starts zeroed. */
struct nt_tree {
	void *root;
};

void nt_tree_insert(struct nt_tree *tree, struct nt_tree_node *node);
void nt_tree_remove(struct nt_tree *tree, struct nt_tree_node *node);
/* The node with the largest number up to @key; with the smallest from @key on. NULL: none. */
struct nt_tree_node *nt_tree_last_up_to(const struct nt_tree *tree, ULONG_PTR key);
struct nt_tree_node *nt_tree_first_from(const struct nt_tree *tree, ULONG_PTR key);

#ifdef __cplusplus
}
#endif

#endif
