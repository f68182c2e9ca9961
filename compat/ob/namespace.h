/* SPDX-License-Identifier: GPL-2.0 */
/* namespace.h - names of objects, and links to them; internal. */
#ifndef COMPAT_OB_NAMESPACE_H
#define COMPAT_OB_NAMESPACE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct nt_link - a name under \DosDevices
 * @name: what follows \DosDevices\ in it
 * @path: the whole name, to open it by
 * @interface: it belongs to a device interface; nobody types such names, programs look them up
 * @node: for the owner of the device nodes
 */
struct nt_link {
	char *name;
	UNICODE_STRING path;
	bool interface;
	void *node;
};

/*
 * The notifiers (nt_link_notifier_register()) are called with a struct nt_link: NT_LINK_ADDED when
 * both a link and the name of its device exist, NT_LINK_REMOVED when one of them goes. The device
 * may not be ready yet. One call at a time. Process context.
 */
#define NT_LINK_ADDED	1
#define NT_LINK_REMOVED	2

/*
 * Names an object, whose owner must take the name away before the last reference goes. @label
 * receives the name in readable form; NULL: it is not a device, which programs could open. Process
 * context, like all that follows.
 */
NTSTATUS nt_name_object(PUNICODE_STRING path, void *object, char *label, size_t size);
void nt_unname_object(void *object);
/* The same for a directory: from now on, there may be names in it. */
NTSTATUS nt_name_directory(PUNICODE_STRING path, void *object);
/*
 * Whether that is a directory which is there from the beginning, and in @canonical its path as
 * names in it are kept, without a backslash at its end unless that is all of it. Any context.
 */
bool nt_is_directory(const UNICODE_STRING *path, UNICODE_STRING *canonical);
/*
 * Calls @visit for what is in a directory: with a name, and the type of what has it. The mutex of
 * names is held meanwhile. False from @visit: ends that. STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS nt_directory_visit(const UNICODE_STRING *directory,
			    bool (*visit)(const UNICODE_STRING *name, const char *type,
					  void *context),
			    void *context);
/* Makes a link for @owner, an object or NULL. */
NTSTATUS nt_link_create(PUNICODE_STRING path, PUNICODE_STRING target, bool interface,
			void *owner);
NTSTATUS nt_link_delete(PUNICODE_STRING path);
/* Makes the link of an interface. */
NTSTATUS nt_link_to_object(PUNICODE_STRING path, void *object);
/*
 * The name of an object: as much of it as there is room for, and its length, both in bytes;
 * 0: it has none.
 */
USHORT nt_name_of(const void *object, WCHAR *to, size_t room);
/* The object of that name, with a reference, and in @rest what follows the name; NULL: none. */
void *nt_name_lookup(PUNICODE_STRING path, UNICODE_STRING *rest, NTSTATUS *status);
unsigned int nt_link_count(void);
/*
 * A handle to the link of that number was made, or closed; one that is gone has none. The end of a
 * reservation is that of a handle.
 */
void nt_link_opened(unsigned long number);
void nt_link_closed(unsigned long number);
/* The link is temporary from now on. */
void nt_link_make_temporary(unsigned long number);
/* Deletes the links that @owner has left, and logs it. */
void nt_links_gone(const void *owner, const char *owner_name);

#ifdef __cplusplus
}
#endif

#endif
