// SPDX-License-Identifier: GPL-2.0
/* notifier.c - tells others of links. */

#include <linux/export.h>
#include <linux/notifier.h>

#include "glue/notifier.h"

static BLOCKING_NOTIFIER_HEAD(link_notifiers);

int nt_link_notifier_register(struct notifier_block *block)
{
	return blocking_notifier_chain_register(&link_notifiers, block);
}
EXPORT_SYMBOL_GPL(nt_link_notifier_register);

void nt_link_notifier_unregister(struct notifier_block *block)
{
	blocking_notifier_chain_unregister(&link_notifiers, block);
}
EXPORT_SYMBOL_GPL(nt_link_notifier_unregister);

void nt_link_notify(unsigned long event, struct nt_link *link)
{
	blocking_notifier_call_chain(&link_notifiers, event, link);
}

static void (*watcher)(unsigned long event, struct nt_link *link);

static int tell_watcher(struct notifier_block *block, unsigned long event, void *link)
{
	watcher(event, link);
	return NOTIFY_DONE;
}

static struct notifier_block watcher_block = {
	.notifier_call = tell_watcher,
};

int nt_links_watch(void (*told)(unsigned long event, struct nt_link *link))
{
	watcher = told;
	return nt_link_notifier_register(&watcher_block);
}

void nt_links_unwatch(void)
{
	nt_link_notifier_unregister(&watcher_block);
}
