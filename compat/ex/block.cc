// SPDX-License-Identifier: GPL-2.0
/// block.cc - blocks of memory that drivers have, accounted by driver and tag.

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "module/rt/unique.hh"
#include "glue/lock.h"
#include "glue/log.h"
#include "glue/memory.h"
#include "glue/tree.h"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "ke/gone.h"
#include "ex/block.hh"
#include "ex/pool.h"
#include "ex/work_queue.h"

using ex::any_tag;
using ex::Facts;
using ex::free_block;
using ex::Wanted;
using rt::Unique;

namespace {

void free_memory(const Facts &facts)
{
	const void *memory = reinterpret_cast<const void *>(facts.start);

	if (facts.kind == NT_CONTIGUOUS_BLOCK)
		nt_contiguous_free(memory, facts.size);
	else
		nt_free(memory);
}

/// A block; its destructor frees the memory. It is kept apart from the memory that it describes, so
/// that a pointer to be freed is looked up, never followed, and blocks have the alignment that
/// Windows promises.
struct Block {
	explicit Block(const Facts &known) : facts(known) { }
	~Block() { free_memory(facts); }
	Block(const Block &) = delete;
	Block &operator=(const Block &) = delete;

	const void *memory() const { return reinterpret_cast<const void *>(facts.start); }

	nt_tree_node node{};  // first
	Facts facts;
};

/// Blocks by address. The tree owns nothing: whoever removes a block owns it.
class Tree {
public:
	void insert(Block &block)
	{
		block.node.key = block.facts.start;
		nt_tree_insert(&tree_, &block.node);
	}
	void remove(Block &block) { nt_tree_remove(&tree_, &block.node); }
	/// The block that begins at the address or before it, or nullptr.
	Block *last_up_to(ULONG_PTR address) const
	{
		return block_of(nt_tree_last_up_to(&tree_, address));
	}
	/// The block that begins at the address or after it, or nullptr.
	Block *first_from(ULONG_PTR address) const
	{
		return block_of(nt_tree_first_from(&tree_, address));
	}

private:
	static Block *block_of(nt_tree_node *node)
	{
		static_assert(offsetof(Block, node) == 0);
		return reinterpret_cast<Block *>(node);
	}

	nt_tree tree_{};
};

/// All blocks. They can be reached only under their lock. At or below DISPATCH_LEVEL.
class Blocks {
public:
	void add(Unique<Block> block)
	{
		tree_.insert(*block.release());
		count_++;
	}
	Unique<Block> take(Block &block)
	{
		tree_.remove(block);
		count_--;
		return Unique<Block>(&block);
	}
	Block *last_up_to(ULONG_PTR address) const { return tree_.last_up_to(address); }
	Block *first_from(ULONG_PTR address) const { return tree_.first_from(address); }
	unsigned int count() const { return count_; }

private:
	const SpinGuard<NT_POOL_LOCK> guard_{};
	static constinit Tree tree_;
	static unsigned int count_;
};

constinit Tree Blocks::tree_;
unsigned int Blocks::count_;

/// A tag as it is written in sources: its first character is the lowest byte.
struct TagText {
	explicit TagText(ULONG tag)
	{
		for (size_t i = 0; i < sizeof(tag); i++, tag >>= 8) {
			const char c = static_cast<char>(tag);

			text[i] = c >= ' ' && c <= '~' ? c : '.';
		}
	}

	char text[sizeof(ULONG) + 1] = {};
};

constexpr const char *kinds[] = { "pool", "contiguous", "noncached" };
static_assert(NT_NONCACHED_BLOCK + 1 == RTL_NUMBER_OF(kinds));

}

void ex::free_block(const void *memory, const Wanted &wanted, const void *caller,
		    const char *routine)
{
	const auto address = reinterpret_cast<ULONG_PTR>(memory);
	Unique<Block> block;
	Facts found{};

	{
		Blocks blocks;
		Block *nearest = blocks.last_up_to(address);

		if (nearest && nearest->facts.start == address && wanted.is(nearest->facts))
			block = blocks.take(*nearest);
		else if (nearest)
			found = nearest->facts;
	}
	if (block)
		nt_driver_memory_gone(memory, block->facts.size, caller);
	else if (!memory)
		nt_warn_of_call(caller, routine, "the block is NULL");
	else if (found.size && address == found.start && found.kind != wanted.kind)
		nt_warn_of_call(caller, routine,
				"the block is %s memory, allocated by %pS: not freed",
				kinds[found.kind], found.caller);
	else if (found.size && address == found.start && wanted.size && found.size != wanted.size)
		nt_warn_of_call(caller, routine, "%zu bytes, but %pS allocated %zu: not freed",
				wanted.size, found.caller, found.size);
	else if (found.size && address == found.start)
		nt_warn_of_call(
			caller, routine,
			"tag '%s', but the block was allocated by %pS with tag '%s': not freed",
			TagText(wanted.tag).text, found.caller, TagText(found.tag).text);
	else if (address - found.start < found.size)
		nt_warn_of_call(
			caller, routine,
			"not a block, but %lu bytes inside of one that was allocated by %pS with tag '%s': not freed",
			static_cast<unsigned long>(address - found.start), found.caller,
			TagText(found.tag).text);
	else
		nt_warn_of_call(caller, routine, "%p is not a block, or no longer one: not freed",
				memory);
}

namespace {

/// Logs and frees leaks of one tag; there is at least one leak.
void free_leaks_of_tag(const char *owner, Tree &leaks)
{
	const Facts first = leaks.first_from(0)->facts;
	unsigned int count = 0;
	size_t bytes = 0;

	for (Block *block = leaks.first_from(0), *next; block; block = next) {
		next = leaks.first_from(block->facts.start + 1);
		if (block->facts.tag != first.tag || block->facts.kind != first.kind)
			continue;
		leaks.remove(*block);
		const Unique<Block> leak(block);
		count++;
		bytes += leak->facts.size;
		// A timer without a DPC is found only by its address.
		nt_driver_memory_gone(leak->memory(), leak->facts.size, first.caller);
	}
	nt_warn("%s: unloaded without freeing %u %s block%s of tag '%s' (%zu bytes), one of them allocated by %pS: freed now\n",
		owner, count, kinds[first.kind], count == 1 ? "" : "s", TagText(first.tag).text,
		bytes, first.caller);
}

}

static void no_lists(const void *, size_t) { }

void (*nt_lists_memory_gone)(const void *, size_t) = no_lists;

void nt_driver_memory_gone(const void *start, size_t size, const void *code)
{
	nt_lists_memory_gone(start, size);
	nt_memory_gone(start, size, code);
	nt_work_queue_memory_gone(start, size);
}

void *nt_pool_alloc(const void *caller, size_t size, size_t alignment, ULONG tag, bool clear)
{
	const bool may_sleep = nt_may_sleep();

	// A block of no bytes is one, too.
	size = rt::max<size_t>(size, 1);
	alignment = rt::max<size_t>(alignment, size < PAGE_SIZE ? 2 * sizeof(void *) : PAGE_SIZE);
	Unique<Block> block(new (rt::kernel, may_sleep)
				    Block({ 0, size, tag, NT_POOL_BLOCK, caller }));
	if (!block)
		return nullptr;
	void *memory = nt_memory_alloc(size, alignment, clear, may_sleep);
	if (!memory)
		return nullptr;
	block->facts.start = reinterpret_cast<ULONG_PTR>(memory);
	Blocks().add(std::move(block));
	return memory;
}

void nt_pool_free(const void *caller, const char *routine, const void *memory)
{
	free_block(memory, { any_tag, NT_POOL_BLOCK, 0 }, caller, routine);
}

void *nt_block_make(const void *caller, nt_block kind, void *memory, size_t size)
{
	// As drivers' own tags: 'Cont', 'NonC'.
	const ULONG tag = kind == NT_CONTIGUOUS_BLOCK ? 0x746e6f43 : 0x436e6f4e;

	if (!memory)
		return nullptr;
	const Facts facts = { reinterpret_cast<ULONG_PTR>(memory), size, tag, kind, caller };
	Unique<Block> block(new (rt::kernel, nt_may_sleep()) Block(facts));
	if (!block) {
		free_memory(facts);
		return nullptr;
	}
	Blocks().add(std::move(block));
	return memory;
}

void nt_block_free(const void *caller, const char *routine, nt_block kind, const void *memory,
		   size_t size)
{
	free_block(memory, { any_tag, kind, size }, caller, routine);
}

size_t nt_pool_size(const void *memory, ULONG tag)
{
	const auto address = reinterpret_cast<ULONG_PTR>(memory);
	const Blocks blocks;
	const Block *block = blocks.last_up_to(address);

	const bool is = block && block->facts.start == address &&
			Wanted{ tag, NT_POOL_BLOCK, 0 }.is(block->facts);

	return is ? block->facts.size : 0;
}

bool nt_pool_has(const void *memory, ULONG tag) { return nt_pool_size(memory, tag); }

void nt_pool_gone(const module *module)
{
	Tree leaks;

	{
		Blocks blocks;

		for (Block *block = blocks.first_from(0), *next; block; block = next) {
			next = blocks.first_from(block->facts.start + 1);
			if (!module || glue_module_contains(module, block->facts.caller))
				leaks.insert(*blocks.take(*block).release());
		}
	}
	while (leaks.first_from(0))
		free_leaks_of_tag(module ? glue_module_name(module) : "a driver", leaks);
}

unsigned int nt_pool_count() { return Blocks().count(); }
