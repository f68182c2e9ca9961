// SPDX-License-Identifier: GPL-2.0
/* tree.c - elements found by their number, or by the nearest one: the kernel's rb-tree. */

#include <linux/rbtree.h>

#include "glue/tree.h"

static_assert(sizeof(((struct nt_tree_node *)NULL)->links) == sizeof(struct rb_node));
static_assert(sizeof(struct nt_tree) == sizeof(struct rb_root));

static struct rb_root *root_of(const struct nt_tree *tree)
{
	return (struct rb_root *)tree;
}

static struct rb_node *rb_of(struct nt_tree_node *node)
{
	return (struct rb_node *)node->links;
}

static struct nt_tree_node *node_of(const struct rb_node *node)
{
	return container_of((unsigned long *)node, struct nt_tree_node, links[0]);
}

void nt_tree_insert(struct nt_tree *tree, struct nt_tree_node *node)
{
	struct rb_node **place = &root_of(tree)->rb_node, *parent = NULL;

	while (*place) {
		parent = *place;
		place = node->key < node_of(parent)->key ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(rb_of(node), parent, place);
	rb_insert_color(rb_of(node), root_of(tree));
}

void nt_tree_remove(struct nt_tree *tree, struct nt_tree_node *node)
{
	rb_erase(rb_of(node), root_of(tree));
}

struct nt_tree_node *nt_tree_last_up_to(const struct nt_tree *tree, ULONG_PTR key)
{
	const struct rb_node *at = root_of(tree)->rb_node;
	struct nt_tree_node *found = NULL;

	while (at) {
		if (key < node_of(at)->key) {
			at = at->rb_left;
		} else {
			found = node_of(at);
			at = at->rb_right;
		}
	}
	return found;
}

struct nt_tree_node *nt_tree_first_from(const struct nt_tree *tree, ULONG_PTR key)
{
	const struct rb_node *at = root_of(tree)->rb_node;
	struct nt_tree_node *found = NULL;

	while (at) {
		if (node_of(at)->key < key) {
			at = at->rb_right;
		} else {
			found = node_of(at);
			at = at->rb_left;
		}
	}
	return found;
}
