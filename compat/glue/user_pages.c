// SPDX-License-Identifier: GPL-2.0
/*
 * user_pages.c - memory of the calling program, mapped for the kernel: it stays in place, and
 * outlives the program if it has to.
 */

#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "glue/user_memory.h"
#include "glue/user_pages.h"
#include "glue/work.h"

/**
 * struct nt_user_pages - pages of a program
 * @unmapping: unmaps them where nobody may sleep
 * @mm: what they are charged to as locked memory, or NULL
 * @mapping: where they are mapped, unless the kernel always has them mapped
 * @address: the address of the first byte in the kernel
 * @charged: how many pages are charged
 * @count: how many of them are pinned
 * @writable: they can be written to, and may have been
 * @pages: the pages
 */
struct nt_user_pages {
	struct work_struct unmapping;
	struct mm_struct *mm;
	void *mapping;
	void *address;
	unsigned int charged;
	unsigned int count;
	bool writable;
	struct page *pages[];
};

static int charge(struct nt_user_pages *pages, unsigned int count)
{
	int err = account_locked_vm(current->mm, count, true);

	if (err)
		return err;
	pages->mm = current->mm;
	pages->charged = count;
	mmgrab(pages->mm);
	return 0;
}

static void unpin(struct nt_user_pages *pages)
{
	unpin_user_pages_dirty_lock(pages->pages, pages->count, pages->writable);
	pages->count = 0;
}

static int pin_all(struct nt_user_pages *pages, unsigned long start, bool write)
{
	pages->writable = write;
	while (pages->count < pages->charged) {
		int pinned = pin_user_pages_fast(start + pages->count * PAGE_SIZE,
						 pages->charged - pages->count,
						 FOLL_LONGTERM | (write ? FOLL_WRITE : 0),
						 pages->pages + pages->count);

		if (pinned <= 0)
			return pinned == -ENOMEM ? -ENOMEM : -EFAULT;
		pages->count += pinned;
	}
	return 0;
}

static int pin(struct nt_user_pages *pages, unsigned long start, bool write)
{
	/*
	 * For reading, too: a page that the program can write to stays the one that it has only if
	 * it has been made the program's own.
	 */
	int err = pin_all(pages, start, true);

	if (err != -EFAULT || write)
		return err;
	unpin(pages);
	return pin_all(pages, start, false);
}

static int map(struct nt_user_pages *pages, unsigned int offset)
{
	/* The kernel always has nearly all memory mapped: one page needs no further mapping. */
	if (pages->count == 1 && pages->writable && !PageHighMem(pages->pages[0])) {
		pages->address = page_address(pages->pages[0]) + offset;
		return 0;
	}
	/* What the program cannot write to may be a file's, which is everybody's. */
	pages->mapping = vmap(pages->pages, pages->count, VM_MAP,
			      pages->writable ? PAGE_KERNEL : PAGE_KERNEL_RO);
	if (!pages->mapping)
		return -ENOMEM;
	pages->address = pages->mapping + offset;
	return 0;
}

static void unmap(struct nt_user_pages *pages)
{
	if (pages->mapping)
		vunmap(pages->mapping);
	unpin(pages);
	if (pages->mm) {
		account_locked_vm(pages->mm, pages->charged, false);
		mmdrop(pages->mm);
	}
	kvfree(pages);
}

static void unmap_later(struct work_struct *unmapping)
{
	unmap(container_of(unmapping, struct nt_user_pages, unmapping));
}

int nt_user_pages_map(unsigned long to, size_t length, bool write, struct nt_user_pages **result)
{
	const unsigned long start = (unsigned long)untagged_addr((void __user *)to);
	const unsigned int count = DIV_ROUND_UP(offset_in_page(start) + length, PAGE_SIZE);
	struct nt_user_pages *pages;
	int err;

	if (!nt_user_has(to, length))
		return -EFAULT;
	pages = kvzalloc(struct_size(pages, pages, count), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!pages)
		return -ENOMEM;
	INIT_WORK(&pages->unmapping, unmap_later);
	err = charge(pages, count) ?: pin(pages, start & PAGE_MASK, write) ?:
	      map(pages, offset_in_page(start));
	if (err)
		unmap(pages);
	else
		*result = pages;
	return err;
}

void *nt_user_pages_address(const struct nt_user_pages *pages)
{
	return pages->address;
}

void nt_user_pages_unmap(struct nt_user_pages *pages, bool may_sleep)
{
	if (may_sleep)
		unmap(pages);
	else
		queue_work(nt_workqueue, &pages->unmapping);
}
