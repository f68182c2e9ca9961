/* SPDX-License-Identifier: GPL-2.0 */
/* notifier.h - tells others of links (ob/namespace.h). Process context; may sleep. */
#ifndef COMPAT_GLUE_NOTIFIER_H
#define COMPAT_GLUE_NOTIFIER_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct notifier_block;
struct nt_link;

#define nt_link_notifier_register ntparport_link_notifier_register
int nt_link_notifier_register(struct notifier_block *block);
#define nt_link_notifier_unregister ntparport_link_notifier_unregister
void nt_link_notifier_unregister(struct notifier_block *block);
void nt_link_notify(unsigned long event, struct nt_link *link);
/* The same for one C++ routine, which is the first to be told. 0 or a negative errno. */
int nt_links_watch(void (*told)(unsigned long event, struct nt_link *link));
void nt_links_unwatch(void);

#ifdef __cplusplus
}
#endif

#endif
