// SPDX-License-Identifier: GPL-2.0
/* pool.c - memory for drivers, accounted by driver and tag. */

#include <linux/cache.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/log.h"
#include "ke/gone.h"
#include "ex/pool.h"

/*
 * A block and what is known about it. It is apart from the memory it describes,
 * so that a pointer to be freed is looked up, never followed, and blocks have
 * the alignment that Windows promises.
 */
struct block {
	union {
		struct rb_node node;	/* in `blocks`, by start */
		struct list_head leak;	/* in nt_pool_gone() */
	};
	unsigned long start;
	size_t size;
	ULONG tag;
	const void *caller;	/* in the code of the driver it belongs to */
};

static DEFINE_SPINLOCK(lock);
static struct rb_root blocks = RB_ROOT;

/* A tag as it is written in sources: its first character is the lowest byte. */
struct tag_text {
	char text[sizeof(ULONG) + 1];
};

static struct tag_text tag_text(ULONG tag)
{
	struct tag_text result = { };
	unsigned int i;

	for (i = 0; i < sizeof(tag); i++, tag >>= 8)
		result.text[i] = isascii(tag & 0xff) && isprint(tag & 0xff) ? tag & 0xff : '.';
	return result;
}

/* The block that begins at the address or before it. */
static struct block *find_locked(unsigned long address)
{
	struct rb_node *node = blocks.rb_node;
	struct block *found = NULL;

	while (node) {
		struct block *block = rb_entry(node, struct block, node);

		if (address < block->start) {
			node = node->rb_left;
		} else {
			found = block;
			node = node->rb_right;
		}
	}
	return found;
}

static bool before(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct block, node)->start < rb_entry(b, struct block, node)->start;
}

static void *allocate(size_t size, size_t alignment, gfp_t flags)
{
	/* Drivers know how to do without. */
	void *memory;

	flags |= __GFP_NOWARN;
	memory = gfpflags_allow_blocking(flags) ? kvmalloc(size, flags) : kmalloc(size, flags);
	if (!memory || IS_ALIGNED((unsigned long)memory, alignment))
		return memory;
	/* Only powers of two are aligned in every configuration of the allocator. */
	kfree(memory);
	return kmalloc(roundup_pow_of_two(max(size, alignment)), flags);
}

void *nt_pool_alloc(const void *caller, size_t size, size_t alignment, ULONG tag, bool clear)
{
	gfp_t flags = KeGetCurrentIrql() < DISPATCH_LEVEL ? GFP_KERNEL : GFP_ATOMIC;
	struct block *block = kmalloc(sizeof(*block), flags | __GFP_NOWARN);
	void *memory;

	if (!block)
		return NULL;
	/* No bytes are a block, too. */
	size = max_t(size_t, size, 1);
	alignment = max(alignment, size < PAGE_SIZE ? 2 * sizeof(void *) : PAGE_SIZE);
	memory = allocate(size, alignment, clear ? flags | __GFP_ZERO : flags);
	if (!memory) {
		kfree(block);
		return NULL;
	}
	block->start = (unsigned long)memory;
	block->size = size;
	block->tag = tag;
	block->caller = caller;
	spin_lock_bh(&lock);
	rb_add(&block->node, &blocks, before);
	spin_unlock_bh(&lock);
	return memory;
}

/* Frees a block, of this tag if there is one; if it is no such block, says so. */
static void free_block(const void *caller, const char *routine, const void *memory,
		       const ULONG *tag)
{
	const unsigned long address = (unsigned long)memory;
	struct block *block, found;

	spin_lock_bh(&lock);
	block = find_locked(address);
	found = block ? *block : (struct block){ };
	if (block && block->start == address && (!tag || *tag == block->tag))
		rb_erase(&block->node, &blocks);
	else
		block = NULL;
	spin_unlock_bh(&lock);
	if (block) {
		nt_memory_gone(memory, found.size, caller);
		kvfree(memory);
		kfree(block);
		return;
	}
	if (!memory)
		nt_warn_of_call(caller, routine, "the block is NULL");
	else if (found.size && address == found.start)
		nt_warn_of_call(caller, routine,
				"tag '%s', but the block was allocated by %pS with tag '%s': not freed",
				tag_text(*tag).text, found.caller, tag_text(found.tag).text);
	else if (address - found.start < found.size)
		nt_warn_of_call(caller, routine,
				"not a block, but %lu bytes inside of one that was allocated by %pS with tag '%s': not freed",
				address - found.start, found.caller, tag_text(found.tag).text);
	else
		nt_warn_of_call(caller, routine, "%p is no block, or no more: not freed", memory);
}

bool nt_pool_has(const void *memory)
{
	struct block *block;
	bool has;

	spin_lock_bh(&lock);
	block = find_locked((unsigned long)memory);
	has = block && block->start == (unsigned long)memory;
	spin_unlock_bh(&lock);
	return has;
}

void nt_pool_free(const void *caller, const char *routine, const void *memory)
{
	free_block(caller, routine, memory, NULL);
}

/* Logs and frees leaks of one tag; the list has at least one. */
static void free_leaks_of_tag(const char *owner, struct list_head *leaks)
{
	struct block *block, *next;
	struct block first = *list_first_entry(leaks, struct block, leak);
	unsigned int count = 0;
	size_t bytes = 0;

	list_for_each_entry_safe(block, next, leaks, leak) {
		if (block->tag != first.tag)
			continue;
		count++;
		bytes += block->size;
		list_del(&block->leak);
		/* A timer without a DPC is known by its address alone. */
		nt_memory_gone((void *)block->start, block->size, first.caller);
		kvfree((void *)block->start);
		kfree(block);
	}
	pr_warn("%s: unloaded without freeing %u pool block%s of tag '%s' (%zu bytes), one of them allocated by %pS: freed now\n",
		owner, count, count == 1 ? "" : "s", tag_text(first.tag).text, bytes, first.caller);
}

void nt_pool_gone(const struct module *module)
{
	struct rb_node *node, *next;
	LIST_HEAD(leaks);

	spin_lock_bh(&lock);
	for (node = rb_first(&blocks); node; node = next) {
		struct block *block = rb_entry(node, struct block, node);

		next = rb_next(node);
		if (module && !within_module((unsigned long)block->caller, module))
			continue;
		rb_erase(node, &blocks);
		list_add_tail(&block->leak, &leaks);
	}
	spin_unlock_bh(&lock);
	while (!list_empty(&leaks))
		free_leaks_of_tag(module ? module->name : "a driver", &leaks);
}

unsigned int nt_pool_count(void)
{
	unsigned int count = 0;
	struct rb_node *node;

	spin_lock_bh(&lock);
	for (node = rb_first(&blocks); node; node = rb_next(node))
		count++;
	spin_unlock_bh(&lock);
	return count;
}

/* What the kinds of pool have in common; false if there is no such kind. */
static bool kind_of(POOL_TYPE type, KIRQL *max, size_t *alignment)
{
	*max = DISPATCH_LEVEL;
	*alignment = 1;
	switch (type) {
	case PagedPoolCacheAligned:
		*alignment = cache_line_size();
		fallthrough;
	case PagedPool:
		*max = APC_LEVEL;
		return true;
	case NonPagedPoolCacheAligned:
	case NonPagedPoolNxCacheAligned:
		*alignment = cache_line_size();
		fallthrough;
	case NonPagedPool:
	case NonPagedPoolMustSucceed:
	case NonPagedPoolNx:
		return true;
	}
	return false;
}

PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE type, SIZE_T size, ULONG tag)
{
	size_t alignment;
	KIRQL max;

	if (!kind_of(type, &max, &alignment)) {
		nt_complain("there is no pool of type %d", type);
		return NULL;
	}
	if (!nt_irql_ok(max))
		return NULL;
	return nt_pool_alloc(nt_caller(), size, alignment, tag, false);
}
EXPORT_SYMBOL_GPL(ExAllocatePoolWithTag);

#define TAG_NONE 0x656e6f4e	/* 'None' */

PVOID NTAPI ExAllocatePool(POOL_TYPE type, SIZE_T size)
{
	size_t alignment;
	KIRQL max;

	if (!kind_of(type, &max, &alignment)) {
		nt_complain("there is no pool of type %d", type);
		return NULL;
	}
	if (!nt_irql_ok(max))
		return NULL;
	return nt_pool_alloc(nt_caller(), size, alignment, TAG_NONE, false);
}
EXPORT_SYMBOL_GPL(ExAllocatePool);

PVOID NTAPI ExAllocatePool2(POOL_FLAGS flags, SIZE_T size, ULONG tag)
{
	const POOL_FLAGS kinds = POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE |
				 POOL_FLAG_PAGED;
	/* What is not known there has to be understood, unlike the upper half. */
	const POOL_FLAGS needed = flags & U32_MAX;

	if (needed & ~(kinds | POOL_FLAG_UNINITIALIZED | POOL_FLAG_CACHE_ALIGNED) ||
	    hweight64(needed & kinds) != 1 || !size || !tag) {
		nt_complain("flags 0x%llx, %zu bytes, tag 0x%x: not allowed", flags, (size_t)size,
			    tag);
		return NULL;
	}
	if (!nt_irql_ok(needed & POOL_FLAG_PAGED ? APC_LEVEL : DISPATCH_LEVEL))
		return NULL;
	return nt_pool_alloc(nt_caller(), size,
			     needed & POOL_FLAG_CACHE_ALIGNED ? cache_line_size() : 1, tag,
			     !(needed & POOL_FLAG_UNINITIALIZED));
}
EXPORT_SYMBOL_GPL(ExAllocatePool2);

VOID NTAPI ExFreePool(PVOID memory)
{
	if (nt_irql_ok(DISPATCH_LEVEL))
		free_block(nt_caller(), __func__, memory, NULL);
}
EXPORT_SYMBOL_GPL(ExFreePool);

VOID NTAPI ExFreePoolWithTag(PVOID memory, ULONG tag)
{
	/* Windows takes no tag for any. */
	if (nt_irql_ok(DISPATCH_LEVEL))
		free_block(nt_caller(), __func__, memory, tag ? &tag : NULL);
}
EXPORT_SYMBOL_GPL(ExFreePoolWithTag);
