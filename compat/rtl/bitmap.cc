// SPDX-License-Identifier: GPL-2.0
/// bitmap.cc - maps of bits.

#include "module/rt/minmax.hh"
#include "base/check.hh"

using rt::min;

namespace {

constexpr ULONG word_bits = 32;
constexpr ULONG none = MAXULONG;

/// How many words that many bits take.
constexpr ULONG words_of(ULONG bits) { return bits / word_bits + !!(bits % word_bits); }

/// A run of bits of one kind.
struct Run {
	ULONG start = 0;
	ULONG length = 0;
};

/// The bits of a map that is known to be memory.
class Bits {
public:
	explicit Bits(const RTL_BITMAP &map) : words_(map.Buffer), size_(map.SizeOfBitMap) { }

	ULONG size() const { return size_; }
	bool has(ULONG from, ULONG number) const { return from <= size_ && number <= size_ - from; }
	bool is_set(ULONG bit) const { return words_[bit / word_bits] >> bit % word_bits & 1; }
	/// Bits of the map.
	void put(ULONG from, ULONG number, bool set) const;
	void put_all(bool set) const
	{
		memset(words_, set ? 0xff : 0, words_of(size_) * sizeof(*words_));
	}
	/// The first bit of this kind from there on; the size: there is none.
	ULONG next(ULONG from, bool set) const;
	/// The run of bits of this kind that begins there or later, with a length of 0 if none does.
	Run run(ULONG from, bool set) const
	{
		const ULONG start = next(from, set);

		return { start, next(start, !set) - start };
	}
	ULONG number_set() const;
	/// The first place from there on for that many bits of this kind; none: there is none.
	ULONG find(ULONG number, ULONG from, bool set) const;

private:
	/// The bits from `bit` on in its word.
	static ULONG from_bit(ULONG bit) { return none << bit % word_bits; }

	ULONG *const words_;
	const ULONG size_;
};

void Bits::put(ULONG from, ULONG number, bool set) const
{
	while (number) {
		const ULONG here = min(number, word_bits - from % word_bits);
		const ULONG mask = (none >> (word_bits - here)) << from % word_bits;
		ULONG &word = words_[from / word_bits];

		word = set ? word | mask : word & ~mask;
		from += here;
		number -= here;
	}
}

ULONG Bits::next(ULONG from, bool set) const
{
	while (from < size_) {
		const ULONG word = words_[from / word_bits];
		const ULONG wanted = (set ? word : ~word) & from_bit(from);
		const ULONG start = from - from % word_bits;

		if (wanted)
			return min<ULONG>(start + __builtin_ctz(wanted), size_);
		if (size_ - start <= word_bits)
			break;
		from = start + word_bits;
	}
	return size_;
}

ULONG Bits::number_set() const
{
	ULONG number = 0;

	for (Run now = run(0, true); now.length; now = run(now.start + now.length, true))
		number += now.length;
	return number;
}

ULONG Bits::find(ULONG number, ULONG from, bool set) const
{
	for (Run now = run(from, set); now.length; now = run(now.start + now.length, set))
		if (now.length >= number)
			return now.start;
	return none;
}

bool map_ok(const RTL_BITMAP *map, Caller caller)
{
	return ok(is_memory(map) && (!map->SizeOfBitMap ||
				     are_memory(map->Buffer, words_of(map->SizeOfBitMap))),
		  "the map", caller);
}

bool in_map(const RTL_BITMAP *map, ULONG from, ULONG number, Caller caller = Caller())
{
	if (!map_ok(map, caller))
		return false;
	if (Bits(*map).has(from, number))
		return true;
	caller.complain("bits %u to %llu are not in a map of %u bits", from,
			from + ULONGLONG{ number } - !!number, map->SizeOfBitMap);
	return false;
}

void put(const RTL_BITMAP *map, ULONG from, ULONG number, bool set, Caller caller = Caller())
{
	if (in_map(map, from, number, caller))
		Bits(*map).put(from, number, set);
}

void put_all(const RTL_BITMAP *map, bool set, Caller caller = Caller())
{
	if (map_ok(map, caller))
		Bits(*map).put_all(set);
}

/// Whether it is a map, of which these bits are all of this kind.
bool are(const RTL_BITMAP *map, ULONG from, ULONG number, bool set, Caller caller = Caller())
{
	if (!map_ok(map, caller) || !number)
		return false;
	const Bits bits(*map);
	return bits.has(from, number) && bits.next(from, !set) - from >= number;
}

ULONG find(const RTL_BITMAP *map, ULONG number, ULONG hint, bool set, Caller caller = Caller())
{
	if (!map_ok(map, caller) || !number)
		return none;
	const Bits bits(*map);
	if (hint >= bits.size())
		hint = 0;
	const ULONG found = bits.find(number, hint, set);
	return found == none && hint ? bits.find(number, 0, set) : found;
}

/// Finds bits, and makes them the other kind.
ULONG take(const RTL_BITMAP *map, ULONG number, ULONG hint, bool set, Caller caller = Caller())
{
	const ULONG found = find(map, number, hint, set, caller);

	if (found != none)
		Bits(*map).put(found, number, !set);
	return found;
}

/// Returns its length.
ULONG report(const Run &run, PULONG start, Caller caller)
{
	if (!ok(is_memory(start), "the place for the index", caller))
		return 0;
	*start = run.start;
	return run.length;
}

/// Inserts a run into the longest ones so far, of which there are `number`, if there is room for it
/// or a shorter one. Returns how many there are now.
ULONG insert(PRTL_BITMAP_RUN runs, ULONG number, ULONG room, const Run &run)
{
	ULONG at = number;

	while (at && runs[at - 1].NumberOfBits < run.length)
		at--;
	if (at == room)
		return number;
	if (number < room)
		number++;
	memmove(runs + at + 1, runs + at, (number - at - 1) * sizeof(*runs));
	runs[at] = { run.start, run.length };
	return number;
}

}

VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP map, PULONG buffer, ULONG size)
{
	if (ok(is_memory(map), "the map"))
		*map = { size, buffer };
}

VOID NTAPI RtlClearBit(PRTL_BITMAP map, ULONG bit) { put(map, bit, 1, false); }
VOID NTAPI RtlSetBit(PRTL_BITMAP map, ULONG bit) { put(map, bit, 1, true); }

VOID NTAPI RtlClearBits(PRTL_BITMAP map, ULONG start, ULONG number)
{
	put(map, start, number, false);
}

VOID NTAPI RtlSetBits(PRTL_BITMAP map, ULONG start, ULONG number) { put(map, start, number, true); }
VOID NTAPI RtlClearAllBits(PRTL_BITMAP map) { put_all(map, false); }
VOID NTAPI RtlSetAllBits(PRTL_BITMAP map) { put_all(map, true); }

BOOLEAN NTAPI RtlTestBit(PRTL_BITMAP map, ULONG bit)
{
	return in_map(map, bit, 1) && Bits(*map).is_set(bit);
}

BOOLEAN NTAPI RtlAreBitsClear(PRTL_BITMAP map, ULONG start, ULONG number)
{
	return are(map, start, number, false);
}

BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP map, ULONG start, ULONG number)
{
	return are(map, start, number, true);
}

ULONG NTAPI RtlNumberOfSetBits(PRTL_BITMAP map)
{
	return map_ok(map, Caller()) ? Bits(*map).number_set() : 0;
}

ULONG NTAPI RtlNumberOfClearBits(PRTL_BITMAP map)
{
	return map_ok(map, Caller()) ? map->SizeOfBitMap - Bits(*map).number_set() : 0;
}

ULONG NTAPI RtlFindClearBits(PRTL_BITMAP map, ULONG number, ULONG hint)
{
	return find(map, number, hint, false);
}

ULONG NTAPI RtlFindSetBits(PRTL_BITMAP map, ULONG number, ULONG hint)
{
	return find(map, number, hint, true);
}

ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP map, ULONG number, ULONG hint)
{
	return take(map, number, hint, false);
}

ULONG NTAPI RtlFindSetBitsAndClear(PRTL_BITMAP map, ULONG number, ULONG hint)
{
	return take(map, number, hint, true);
}

ULONG NTAPI RtlFindLongestRunClear(PRTL_BITMAP map, PULONG start)
{
	RTL_BITMAP_RUN longest{};
	const Caller caller;

	if (!map_ok(map, caller))
		return 0;
	const Bits bits(*map);
	for (Run now = bits.run(0, false); now.length;
	     now = bits.run(now.start + now.length, false))
		insert(&longest, 1, 1, now);
	return report({ longest.StartingIndex, longest.NumberOfBits }, start, caller);
}

ULONG NTAPI RtlFindNextForwardRunClear(PRTL_BITMAP map, ULONG from, PULONG start)
{
	const Caller caller;

	return map_ok(map, caller) ? report(Bits(*map).run(from, false), start, caller) : 0;
}

ULONG NTAPI RtlFindFirstRunClear(PRTL_BITMAP map, PULONG start)
{
	const Caller caller;

	return map_ok(map, caller) ? report(Bits(*map).run(0, false), start, caller) : 0;
}

ULONG NTAPI RtlFindLastBackwardRunClear(PRTL_BITMAP map, ULONG from, PULONG start)
{
	const Caller caller;

	if (!map_ok(map, caller) || !map->SizeOfBitMap)
		return 0;
	const Bits bits(*map);
	ULONG end = min(from, bits.size() - 1) + 1;
	while (end && bits.is_set(end - 1))
		end--;
	ULONG begin = end;
	while (begin && !bits.is_set(begin - 1))
		begin--;
	return report({ begin, end - begin }, start, caller);
}

ULONG NTAPI RtlFindClearRuns(PRTL_BITMAP map, PRTL_BITMAP_RUN runs, ULONG room, BOOLEAN longest)
{
	const Caller caller;
	ULONG number = 0;

	if (!map_ok(map, caller) || !ok(are_memory(runs, room), "the place for the runs", caller))
		return 0;
	const Bits bits(*map);
	for (Run now = bits.run(0, false); now.length && (longest || number < room);
	     now = bits.run(now.start + now.length, false)) {
		if (longest)
			number = insert(runs, number, room, now);
		else
			runs[number++] = { now.start, now.length };
	}
	return number;
}

// By halves: compilers leave 64 bits to a library on 32-bit machines.

CCHAR NTAPI RtlFindMostSignificantBit(ULONGLONG set)
{
	const auto high = static_cast<ULONG>(set >> word_bits);
	const auto low = static_cast<ULONG>(set);

	if (high)
		return static_cast<CCHAR>(63 - __builtin_clz(high));
	return static_cast<CCHAR>(low ? 31 - __builtin_clz(low) : -1);
}

CCHAR NTAPI RtlFindLeastSignificantBit(ULONGLONG set)
{
	const auto high = static_cast<ULONG>(set >> word_bits);
	const auto low = static_cast<ULONG>(set);

	if (low)
		return static_cast<CCHAR>(__builtin_ctz(low));
	return static_cast<CCHAR>(high ? 32 + __builtin_ctz(high) : -1);
}
