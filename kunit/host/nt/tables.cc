// SPDX-License-Identifier: GPL-2.0
/// tables.cc - generic tables of both kinds, beside a set of the C++ library and a list of what was
/// inserted: what is found, what is enumerated, in which order, and that the trees are sound.
///
/// tables SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <set>

using world::check;
using world::Random;

namespace {

Random *chances;
unsigned int below(unsigned int limit) { return chances->below(limit); }
bool one_in(unsigned int n) { return chances->one_in(n); }

unsigned long operations, inserted, deleted, refused, enumerated;

constexpr int values = 60;

/// What an element has, at whose end the allocation must end as well.
struct Item {
	int key;
	int check;
};

Item item(int key) { return { key, key * 3 + 1 }; }

/// Memory that the tables have.
unsigned long blocks;
bool no_memory;

template <typename Table>
RTL_GENERIC_COMPARE_RESULTS NTAPI compare(Table *, PVOID first, PVOID second)
{
	const auto *a = static_cast<const Item *>(first);
	const auto *b = static_cast<const Item *>(second);

	check(b->check == item(b->key).check, "tables: an element is not what was inserted");
	return a->key < b->key ? GenericLessThan :
	       a->key > b->key ? GenericGreaterThan :
				 GenericEqual;
}

template <typename Table, CLONG head>
PVOID NTAPI allocate(Table *table, CLONG size)
{
	check(table->TableContext == &blocks, "tables: the context is another");
	check(size == head + sizeof(Item), "tables: %u bytes are allocated", size);
	if (no_memory)
		return nullptr;
	blocks++;
	return malloc(size);
}

template <typename Table>
VOID NTAPI free_it(Table *, PVOID block)
{
	blocks--;
	free(block);
}

/// The routines of one kind.
struct Splay {
	using Table = RTL_GENERIC_TABLE;
	static constexpr CLONG head = sizeof(RTL_SPLAY_LINKS) + sizeof(LIST_ENTRY);
	static constexpr auto initialise = RtlInitializeGenericTable;
	static constexpr auto insert = RtlInsertElementGenericTable;
	static constexpr auto insert_full = RtlInsertElementGenericTableFull;
	static constexpr auto remove = RtlDeleteElementGenericTable;
	static constexpr auto look_up = RtlLookupElementGenericTable;
	static constexpr auto look_up_full = RtlLookupElementGenericTableFull;
	static constexpr auto enumerate = RtlEnumerateGenericTable;
	static constexpr auto walk = RtlEnumerateGenericTableWithoutSplaying;
	static constexpr auto at = RtlGetElementGenericTable;
	static constexpr auto number = RtlNumberGenericTableElements;
	static constexpr auto empty = RtlIsGenericTableEmpty;

	static void sound(const Table &table)
	{
		check(!table.TableRoot || table.TableRoot->Parent == table.TableRoot,
		      "tables: the root has a parent");
		sound(table.TableRoot);
	}
	static void sound(const RTL_SPLAY_LINKS *node)
	{
		if (!node)
			return;
		for (const RTL_SPLAY_LINKS *child : { node->LeftChild, node->RightChild }) {
			check(!child || child->Parent == node,
			      "tables: a child has another parent");
			sound(child);
		}
	}
};

struct Avl {
	using Table = RTL_AVL_TABLE;
	static constexpr CLONG head = sizeof(RTL_BALANCED_LINKS);
	static constexpr auto initialise = RtlInitializeGenericTableAvl;
	static constexpr auto insert = RtlInsertElementGenericTableAvl;
	static constexpr auto insert_full = RtlInsertElementGenericTableFullAvl;
	static constexpr auto remove = RtlDeleteElementGenericTableAvl;
	static constexpr auto look_up = RtlLookupElementGenericTableAvl;
	static constexpr auto look_up_full = RtlLookupElementGenericTableFullAvl;
	static constexpr auto enumerate = RtlEnumerateGenericTableAvl;
	static constexpr auto walk = RtlEnumerateGenericTableWithoutSplayingAvl;
	static constexpr auto at = RtlGetElementGenericTableAvl;
	static constexpr auto number = RtlNumberGenericTableElementsAvl;
	static constexpr auto empty = RtlIsGenericTableEmptyAvl;

	static void sound(const Table &table)
	{
		const RTL_BALANCED_LINKS *root = table.BalancedRoot.RightChild;

		check(!root || root->Parent == &table.BalancedRoot, "tables: the root has moved");
		check(depth(root) == table.DepthOfTree, "tables: the depth is wrong");
	}
	static ULONG depth(const RTL_BALANCED_LINKS *node)
	{
		if (!node)
			return 0;
		for (const RTL_BALANCED_LINKS *child : { node->LeftChild, node->RightChild })
			check(!child || child->Parent == node,
			      "tables: a child has another parent");
		const ULONG left = depth(node->LeftChild);
		const ULONG right = depth(node->RightChild);
		const int difference = static_cast<int>(right) - static_cast<int>(left);

		check(difference >= -1 && difference <= 1, "tables: a tree is not balanced");
		check(node->Balance == difference, "tables: a balance is wrong");
		return 1 + std::max(left, right);
	}
};

template <typename Kind>
class Tested {
public:
	Tested()
	{
		Kind::initialise(&table_, compare<typename Kind::Table>,
				 allocate<typename Kind::Table, Kind::head>,
				 free_it<typename Kind::Table>, &blocks);
	}
	void step()
	{
		operations++;
		switch (below(8)) {
		case 0:
		case 1:
			insert();
			break;
		case 2:
			insert_full();
			break;
		case 3:
		case 4:
			remove();
			break;
		case 5:
			look_up();
			break;
		case 6:
			number();
			break;
		default:
			if (one_in(4))
				enumerate();
			break;
		}
		Kind::sound(table_);
		check(Kind::number(&table_) == model_.size(), "tables: the number is wrong");
		check(Kind::empty(&table_) == model_.empty(), "tables: empty, or not");
		check(blocks == model_.size(), "tables: %lu blocks of %zu", blocks, model_.size());
	}
	void clear()
	{
		// As drivers do it.
		while (PVOID data = Kind::enumerate(&table_, TRUE)) {
			check(Kind::remove(&table_, data), "tables: the first one is not there");
			model_.erase(model_.begin());
		}
		check(model_.empty() && !blocks, "tables: something is left");
		order_.clear();
	}

private:
	void expect_inserted(PVOID data, BOOLEAN is_new, int key)
	{
		if (no_memory && !model_.contains(key)) {
			check(!data && !is_new, "tables: inserted without memory");
			refused++;
			return;
		}
		check(data && static_cast<Item *>(data)->key == key, "tables: not inserted");
		check(!!is_new == model_.insert(key).second, "tables: new, or not");
		if (is_new)
			order_.push_back(key);
		inserted += is_new;
	}
	void insert()
	{
		Item wanted = item(static_cast<int>(below(values)));
		BOOLEAN is_new = 2;

		no_memory = one_in(10);
		PVOID data = Kind::insert(&table_, &wanted, sizeof(wanted), &is_new);
		check(is_new != 2, "tables: nothing is said of what is new");
		expect_inserted(data, is_new, wanted.key);
		no_memory = false;
	}
	void insert_full()
	{
		Item wanted = item(static_cast<int>(below(values)));
		BOOLEAN is_new = 2;
		PVOID node = nullptr;
		TABLE_SEARCH_RESULT result{};

		PVOID data = Kind::look_up_full(&table_, &wanted, &node, &result);
		check(!!data == model_.contains(wanted.key), "tables: found, or not");
		check((result == TableFoundNode) == !!data, "tables: the result is wrong");
		check((result == TableEmptyTree) == model_.empty(), "tables: the tree is empty");
		data = Kind::insert_full(&table_, &wanted, sizeof(wanted), &is_new, node, result);
		expect_inserted(data, is_new, wanted.key);
	}
	void remove()
	{
		Item wanted = item(static_cast<int>(below(values)));

		check(Kind::remove(&table_, &wanted) == model_.erase(wanted.key),
		      "tables: deleted, or not");
		const auto place = std::find(order_.begin(), order_.end(), wanted.key);
		if (place == order_.end())
			return;
		order_.erase(place);
		deleted++;
	}
	void look_up()
	{
		Item wanted = item(static_cast<int>(below(values)));
		const auto *data = static_cast<const Item *>(Kind::look_up(&table_, &wanted));

		check(!!data == model_.contains(wanted.key), "tables: found, or not");
		check(!data || data->key == wanted.key, "tables: another one is found");
	}
	void number()
	{
		const ULONG wanted = below(values);
		const auto *data = static_cast<const Item *>(Kind::at(&table_, wanted));

		check(!!data == (wanted < model_.size()), "tables: there is such a number, or not");
		if (data)
			check(data->key == key_at(wanted), "tables: another one has the number");
	}
	int key_at(ULONG wanted) const
	{
		if constexpr (std::is_same_v<Kind, Splay>)
			return order_[wanted];
		return *std::next(model_.begin(), static_cast<long>(wanted));
	}
	void enumerate()
	{
		std::vector<int> keys;
		PVOID key = nullptr;

		while (PVOID data = Kind::walk(&table_, &key))
			keys.push_back(static_cast<Item *>(data)->key);
		expect_all(keys);
		keys.clear();
		for (PVOID data = Kind::enumerate(&table_, TRUE); data;
		     data = Kind::enumerate(&table_, FALSE)) {
			keys.push_back(static_cast<Item *>(data)->key);
			if (!one_in(20) || (std::is_same_v<Kind, Splay> && keys.size() == 1))
				continue;
			// The enumeration goes on behind what is deleted in it.
			Item gone = item(keys.back());
			Kind::remove(&table_, &gone);
			model_.erase(gone.key);
			order_.erase(std::find(order_.begin(), order_.end(), gone.key));
			keys.pop_back();
			if (std::is_same_v<Kind, Splay> && keys.empty())
				break;
		}
		expect_all(keys);
		enumerated++;
	}
	void expect_all(const std::vector<int> &keys) const
	{
		check(keys.size() == model_.size() &&
			      std::equal(keys.begin(), keys.end(), model_.begin()),
		      "tables: not all are enumerated in their order");
	}

	typename Kind::Table table_{};
	std::set<int> model_;
	std::vector<int> order_;
};

/// Elements with the same tens are alike for the driver that asks.
RTL_GENERIC_COMPARE_RESULTS NTAPI compare_tens(PRTL_AVL_TABLE, PVOID first, PVOID second)
{
	int a = static_cast<const Item *>(first)->key;
	int b = static_cast<const Item *>(second)->key;

	// A key below 0 stands for all of its ten.
	if (a < 0) {
		a = -a;
		b /= 10;
	}
	return a < b ? GenericLessThan : a > b ? GenericGreaterThan : GenericEqual;
}

NTSTATUS NTAPI match_even(PRTL_AVL_TABLE, PVOID data, PVOID limit)
{
	const int key = static_cast<const Item *>(data)->key;

	if (key >= *static_cast<const int *>(limit))
		return STATUS_NO_MORE_MATCHES;
	return key % 2 ? STATUS_NO_MATCH : STATUS_SUCCESS;
}

/// What only one kind has.
void directory()
{
	RTL_AVL_TABLE table{};
	std::set<int> model;
	PVOID key = nullptr;
	int limit = static_cast<int>(below(values));
	ULONG count = 0;

	RtlInitializeGenericTableAvl(&table, compare_tens, allocate<RTL_AVL_TABLE, Avl::head>,
				     free_it<RTL_AVL_TABLE>, &blocks);
	for (unsigned int n = below(40); n; n--) {
		Item one = item(static_cast<int>(below(values)));

		RtlInsertElementGenericTableAvl(&table, &one, sizeof(one), nullptr);
		model.insert(one.key);
	}
	const int ten = 1 + static_cast<int>(below(5));
	Item wanted = item(-ten);
	const auto *first = static_cast<const Item *>(
		RtlLookupFirstMatchingElementGenericTableAvl(&table, &wanted, &key));
	const auto known = model.lower_bound(ten * 10);
	const bool any = known != model.end() && *known < ten * 10 + 10;
	check(!!first == any && !!key == any, "tables: the ten is there, or not");
	check(!first || first->key == *known, "tables: it is not the first of its ten");

	// From a key on that need not be there; in between, another one is deleted.
	wanted = item(static_cast<int>(below(values)));
	int from = wanted.key;
	key = nullptr;
	for (ULONG next = 0;; next = 1) {
		const auto *data = static_cast<const Item *>(
			RtlEnumerateGenericTableLikeADirectory(&table, match_even, &limit, next,
							       &key, &count, &wanted));
		auto place = next ? model.upper_bound(from) : model.lower_bound(from);

		while (place != model.end() && *place % 2 && *place < limit)
			place++;
		check(!!data == (place != model.end() && *place < limit),
		      "tables: the directory has another one, or not");
		if (!data)
			break;
		check(data->key == *place, "tables: the directory has another one");
		from = data->key;
		wanted = *data;
		check(!one_in(3) ||
			      RtlEnumerateGenericTableLikeADirectory(&table, match_even, &limit, 0,
								     &key, &count, &wanted) == data,
		      "tables: the directory does not stay where it is");
		if (one_in(2)) {
			Item gone = item(one_in(2) ? from : static_cast<int>(below(values)));

			RtlDeleteElementGenericTableAvl(&table, &gone);
			model.erase(gone.key);
		}
	}
	while (PVOID data = RtlGetElementGenericTableAvl(&table, 0))
		RtlDeleteElementGenericTableAvl(&table, data);
	check(!blocks, "tables: something is left");
}

template <typename Kind>
void play()
{
	Tested<Kind> tested;

	for (unsigned int steps = 1 + below(300); steps; steps--)
		tested.step();
	tested.clear();
}

void round()
{
	play<Splay>();
	play<Avl>();
	directory();
	check(world::log.empty(), "tables: the log has a mistake that was not made");
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 100000, chances, operations, round);

	check(operations && (operations < 1000 || (inserted && deleted && refused && enumerated)),
	      "set-up: no operation");
	printf("%lu operations: %lu inserted, %lu refused, %lu deleted, %lu enumerations, seed %" PRIu64
	       "\n",
	       operations, inserted, refused, deleted, enumerated, seed);
}
