// SPDX-License-Identifier: GPL-2.0 OR MIT
/// memory.cpp - Windows' heaps by malloc(), and pages by mmap().

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <sys/mman.h>
#include <unistd.h>

#include "library/object.hpp"

namespace nt {

namespace {

void *allocate(size_t size, bool zeroed)
{
	void *const memory = zeroed ? calloc(size ? size : 1, 1) : malloc(size ? size : 1);

	if (!memory)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return memory;
}

void *reallocate(void *old, size_t size, bool zeroed)
{
	const size_t before = malloc_usable_size(old);
	void *const memory = realloc(old, size ? size : 1);

	if (!memory)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	else if (zeroed && size > before)
		memset(static_cast<char *>(memory) + before, 0, size - before);
	return memory;
}

/// Blocks of VirtualAlloc(), by address, and their sizes.
struct Blocks {
	std::mutex mutex;
	std::map<char *, size_t> sizes;

	/// Whether that is in one. Lock held.
	bool have(char *address, size_t size)
	{
		auto next = sizes.upper_bound(address);

		if (next == sizes.begin())
			return false;
		--next;
		return address + size <= next->first + next->second;
	}
};

Blocks &blocks()
{
	static auto *const all = new Blocks;

	return *all;
}

/// A heap of the program's own: which blocks are its, to be freed with it.
struct Heap {
	std::mutex mutex;
	std::set<void *> blocks;
};

/// All of them.
struct Heaps {
	std::mutex mutex;
	std::map<HANDLE, std::shared_ptr<Heap>> heaps;

	/// nullptr: that of the process, or none.
	std::shared_ptr<Heap> find(HANDLE handle)
	{
		const std::lock_guard<std::mutex> lock(mutex);
		const auto found = heaps.find(handle);

		return found == heaps.end() ? nullptr : found->second;
	}
};

Heaps &heaps()
{
	static auto *const all = new Heaps;

	return *all;
}

/// Notes a block in place of another one; whether there was memory for that.
bool note(HANDLE handle, void *old, void *memory)
{
	const auto heap = heaps().find(handle);

	if (!heap || old == memory)
		return true;
	const std::lock_guard<std::mutex> lock(heap->mutex);
	try {
		heap->blocks.erase(old);
		if (memory)
			heap->blocks.insert(memory);
		return true;
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

int protection_of(DWORD protect)
{
	switch (protect & 0xff) {
	case PAGE_NOACCESS:
		return PROT_NONE;
	case PAGE_READONLY:
		return PROT_READ;
	case PAGE_EXECUTE:
	case PAGE_EXECUTE_READ:
		return PROT_READ | PROT_EXEC;
	case PAGE_EXECUTE_READWRITE:
		return PROT_READ | PROT_WRITE | PROT_EXEC;
	default:
		return PROT_READ | PROT_WRITE;
	}
}

}

}

using namespace nt;

extern "C" {

HLOCAL LocalAlloc(UINT flags, SIZE_T size) { return allocate(size, flags & LMEM_ZEROINIT); }

HLOCAL LocalReAlloc(HLOCAL memory, SIZE_T size, UINT flags)
{
	return flags & LMEM_MODIFY ? memory : reallocate(memory, size, flags & LMEM_ZEROINIT);
}

HLOCAL LocalFree(HLOCAL memory)
{
	free(memory);
	return nullptr;
}

LPVOID LocalLock(HLOCAL memory) { return memory; }

// As there, of what cannot move.
BOOL LocalUnlock(HLOCAL)
{
	SetLastError(ERROR_SUCCESS);
	return FALSE;
}

SIZE_T LocalSize(HLOCAL memory) { return malloc_usable_size(memory); }
HGLOBAL GlobalAlloc(UINT flags, SIZE_T size) { return LocalAlloc(flags, size); }
HGLOBAL GlobalReAlloc(HGLOBAL memory, SIZE_T size, UINT flags)
{
	return LocalReAlloc(memory, size, flags);
}
HGLOBAL GlobalFree(HGLOBAL memory) { return LocalFree(memory); }
LPVOID GlobalLock(HGLOBAL memory) { return memory; }
BOOL GlobalUnlock(HGLOBAL memory) { return LocalUnlock(memory); }
SIZE_T GlobalSize(HGLOBAL memory) { return LocalSize(memory); }
HGLOBAL GlobalHandle(LPCVOID memory) { return const_cast<HGLOBAL>(memory); }

HANDLE GetProcessHeap(void)
{
	static char heap;

	return &heap;
}

HANDLE HeapCreate(DWORD, SIZE_T, SIZE_T)
{
	try {
		const auto heap = std::make_shared<Heap>();
		const std::lock_guard<std::mutex> lock(heaps().mutex);

		heaps().heaps[heap.get()] = heap;
		return heap.get();
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
}

BOOL HeapDestroy(HANDLE handle)
{
	const auto heap = heaps().find(handle);
	{
		const std::lock_guard<std::mutex> lock(heaps().mutex);

		heaps().heaps.erase(handle);
	}
	if (!heap)
		return fail(ERROR_INVALID_HANDLE);
	for (void *block : heap->blocks)
		free(block);
	return TRUE;
}

BOOL HeapValidate(HANDLE, DWORD, LPCVOID) { return TRUE; }

LPVOID HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size)
{
	void *const memory = allocate(size, flags & HEAP_ZERO_MEMORY);

	if (note(heap, nullptr, memory))
		return memory;
	free(memory);
	return nullptr;
}

LPVOID HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T size)
{
	if (flags & HEAP_REALLOC_IN_PLACE_ONLY && size > malloc_usable_size(memory)) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
	void *const moved = reallocate(memory, size, flags & HEAP_ZERO_MEMORY);
	if (moved)
		note(heap, memory, moved);
	return moved;
}

BOOL HeapFree(HANDLE heap, DWORD, LPVOID memory)
{
	note(heap, memory, nullptr);
	free(memory);
	return TRUE;
}

SIZE_T HeapSize(HANDLE, DWORD, LPCVOID memory)
{
	return malloc_usable_size(const_cast<void *>(memory));
}

LPVOID VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect)
{
	const std::lock_guard<std::mutex> lock(blocks().mutex);
	const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));

	if (!size || !(type & (MEM_COMMIT | MEM_RESERVE))) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return nullptr;
	}
	if (address) {
		auto *const start = reinterpret_cast<char *>(reinterpret_cast<uintptr_t>(address) /
							     page * page);
		const size_t length = static_cast<char *>(address) + size - start;

		if (blocks().have(start, length) &&
		    !mprotect(start, length, protection_of(protect)))
			return start;
		SetLastError(ERROR_INVALID_ADDRESS);
		return nullptr;
	}
	size = (size + page - 1) / page * page;
	void *const memory = mmap(nullptr, size,
				  type & MEM_COMMIT ? protection_of(protect) : PROT_NONE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	try {
		if (memory != MAP_FAILED) {
			blocks().sizes[static_cast<char *>(memory)] = size;
			return memory;
		}
	} catch (const std::bad_alloc &) {
		munmap(memory, size);
	}
	SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return nullptr;
}

BOOL VirtualFree(LPVOID address, SIZE_T size, DWORD type)
{
	const std::lock_guard<std::mutex> lock(blocks().mutex);
	auto *const start = static_cast<char *>(address);

	if (type == MEM_DECOMMIT && size) {
		if (!blocks().have(start, size))
			return fail(ERROR_INVALID_ADDRESS);
		return !madvise(start, size, MADV_DONTNEED) || fail(ERROR_INVALID_PARAMETER);
	}
	if (type != MEM_RELEASE || size)
		return fail(ERROR_INVALID_PARAMETER);
	const auto block = blocks().sizes.find(start);
	if (block == blocks().sizes.end())
		return fail(ERROR_INVALID_ADDRESS);
	munmap(start, block->second);
	blocks().sizes.erase(block);
	return TRUE;
}

BOOL VirtualLock(LPVOID address, SIZE_T size)
{
	if (!mlock(address, size))
		return TRUE;
	return fail(errno == ENOMEM || errno == EPERM ? ERROR_WORKING_SET_QUOTA : ERROR_NOACCESS);
}

BOOL VirtualUnlock(LPVOID address, SIZE_T size)
{
	return !munlock(address, size) || fail(ERROR_NOT_LOCKED);
}
}
