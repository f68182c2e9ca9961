// SPDX-License-Identifier: GPL-2.0
/* namespace.c - names of objects, and symbolic links to them. */

#include <linux/export.h>
#include <linux/notifier.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/log.h"
#include "base/object.h"
#include "ob/namespace.h"

/**
 * struct name - a name of the object manager
 * @list: in the list of all
 * @path: the name; terminated
 * @object: what it names
 * @target: where it leads, if it is a link
 * @owner: the driver that made the link, an object, referenced, or NULL
 * @gone: deleted, but its end is not announced yet
 * @announced: as a device node
 * @link: for that
 */
struct name {
	struct list_head list;
	UNICODE_STRING path;
	void *object;
	UNICODE_STRING target;
	void *owner;
	bool gone;
	bool announced;
	struct nt_link link;
};

static LIST_HEAD(names);
static DEFINE_MUTEX(names_mutex);
/* Taken before the other: one announcement at a time, without that one. */
static DEFINE_MUTEX(announce_mutex);
static BLOCKING_NOTIFIER_HEAD(notifiers);

/* Links that lead to links: as many as Windows follows, and no circle. */
#define LINKS_MAX 32

#define STRING(literal) \
	{ sizeof(literal) - sizeof(WCHAR), sizeof(literal), (PWSTR)(literal) }

static UNICODE_STRING dos_devices = STRING(L"\\??\\");

static UNICODE_STRING synonyms[] = {
	STRING(L"\\DosDevices\\"),
	STRING(L"\\GLOBAL??\\"),
};

static UNICODE_STRING directories[] = {
	STRING(L"\\Device\\"),
	STRING(L"\\??\\"),
	STRING(L"\\"),
};

static size_t characters(const UNICODE_STRING *string)
{
	return string->Length / sizeof(WCHAR);
}

/* What is after the first @bytes of it. */
static UNICODE_STRING after(const UNICODE_STRING *string, size_t bytes)
{
	return (UNICODE_STRING){
		.Buffer = string->Buffer + bytes / sizeof(WCHAR),
		.Length = string->Length - bytes,
		.MaximumLength = string->Length - bytes,
	};
}

/* A terminated copy with one spelling of \DosDevices. */
static NTSTATUS copy_path(const UNICODE_STRING *path, UNICODE_STRING *copy)
{
	UNICODE_STRING rest;
	unsigned int n;
	size_t head = 0;

	if (!path || !path->Buffer || !path->Length || path->Length % sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	if (path->Buffer[0] != '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	rest = after(path, 0);
	for (n = 0; n < ARRAY_SIZE(synonyms); n++) {
		if (!RtlPrefixUnicodeString(&synonyms[n], &rest, TRUE))
			continue;
		rest = after(&rest, synonyms[n].Length);
		head = dos_devices.Length;
		break;
	}
	if (head + rest.Length + sizeof(WCHAR) > USHRT_MAX)
		return STATUS_OBJECT_NAME_INVALID;
	copy->MaximumLength = head + rest.Length + sizeof(WCHAR);
	copy->Length = head + rest.Length;
	copy->Buffer = kzalloc(copy->MaximumLength, GFP_KERNEL);
	if (!copy->Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(copy->Buffer, dos_devices.Buffer, head);
	memcpy((char *)copy->Buffer + head, rest.Buffer, rest.Length);
	return STATUS_SUCCESS;
}

/* The directory itself, written without the backslash at its end. */
static bool is_directory(UNICODE_STRING *path, const UNICODE_STRING *directory)
{
	UNICODE_STRING name = *directory;

	name.Length -= sizeof(WCHAR);
	return name.Length && RtlEqualUnicodeString(&name, path, TRUE);
}

/* There are no directories but these, and none can be made. */
static NTSTATUS check_directory(UNICODE_STRING *path)
{
	unsigned int n;
	size_t i;

	for (n = 0; n < ARRAY_SIZE(synonyms); n++)
		if (is_directory(path, &synonyms[n]))
			return STATUS_OBJECT_NAME_COLLISION;
	for (n = 0; n < ARRAY_SIZE(directories); n++) {
		UNICODE_STRING rest;

		if (is_directory(path, &directories[n]))
			return STATUS_OBJECT_NAME_COLLISION;
		if (!RtlPrefixUnicodeString(&directories[n], path, TRUE))
			continue;
		rest = after(path, directories[n].Length);
		if (!rest.Length)
			return STATUS_OBJECT_NAME_INVALID;
		for (i = 0; i < characters(&rest); i++)
			if (rest.Buffer[i] == '\\')
				return STATUS_OBJECT_PATH_NOT_FOUND;
		return STATUS_SUCCESS;
	}
	return STATUS_OBJECT_PATH_NOT_FOUND;
}

static void free_name(struct name *name)
{
	if (name->owner)
		ObDereferenceObject(name->owner);
	kfree(name->link.name);
	kfree(name->path.Buffer);
	kfree(name->target.Buffer);
	kfree(name);
}

/* In UTF-8, as programs and the log have it; surrogates one by one. */
static char *to_utf8(const UNICODE_STRING *string)
{
	char *text = kzalloc(3 * characters(string) + 1, GFP_KERNEL), *end = text;
	size_t i;

	for (i = 0; text && i < characters(string); i++) {
		WCHAR c = string->Buffer[i];

		if (c < 0x80) {
			*end++ = c;
			continue;
		}
		if (c < 0x800) {
			*end++ = 0xc0 | c >> 6;
		} else {
			*end++ = 0xe0 | c >> 12;
			*end++ = 0x80 | (c >> 6 & 0x3f);
		}
		*end++ = 0x80 | (c & 0x3f);
	}
	return text;
}

/* The name that the path begins with, and what follows it. Names mutex held. */
static struct name *find(UNICODE_STRING *path, UNICODE_STRING *rest)
{
	struct name *name, *found = NULL;

	list_for_each_entry(name, &names, list) {
		if (name->gone || (found && found->path.Length >= name->path.Length) ||
		    !RtlPrefixUnicodeString(&name->path, path, TRUE))
			continue;
		*rest = after(path, name->path.Length);
		if (!rest->Length || rest->Buffer[0] == '\\')
			found = name;
	}
	if (found)
		*rest = after(path, found->path.Length);
	return found;
}

/* The same through links. Names mutex held. */
static void *resolve(UNICODE_STRING *path, UNICODE_STRING *rest)
{
	struct name *name = find(path, rest);
	UNICODE_STRING more;
	unsigned int n;

	for (n = 0; name && !name->object && n < LINKS_MAX; n++) {
		name = find(&name->target, &more);
		if (name && more.Length)
			return NULL;
	}
	return name ? name->object : NULL;
}

/* A name whose device node is not what it ought to be. Names mutex held. */
static struct name *to_announce(void)
{
	struct name *name;
	UNICODE_STRING rest;

	list_for_each_entry(name, &names, list)
		if (name->link.name &&
		    name->announced != (!name->gone && resolve(&name->path, &rest)))
			return name;
	return NULL;
}

/*
 * Tells what has changed. Not with the names mutex held: who is told opens
 * devices, under locks of its own. Names are freed here only, by whoever has
 * found, with that mutex, that nothing is left to be told of them: one that
 * went while another was announced is still to be announced as removed.
 */
static void announce(void)
{
	struct name *name, *next;

	mutex_lock(&announce_mutex);
	mutex_lock(&names_mutex);
	while ((name = to_announce())) {
		name->announced = !name->announced;
		mutex_unlock(&names_mutex);
		blocking_notifier_call_chain(&notifiers, name->announced ? NT_LINK_ADDED :
					     NT_LINK_REMOVED, &name->link);
		mutex_lock(&names_mutex);
	}
	list_for_each_entry_safe(name, next, &names, list) {
		if (!name->gone)
			continue;
		list_del(&name->list);
		free_name(name);
	}
	mutex_unlock(&names_mutex);
	mutex_unlock(&announce_mutex);
}

/* Takes the strings of @name over, even if it fails. */
static NTSTATUS add(struct name *name)
{
	struct name *other;
	NTSTATUS status = check_directory(&name->path);

	if (NT_SUCCESS(status) && RtlPrefixUnicodeString(&dos_devices, &name->path, TRUE)) {
		UNICODE_STRING last = after(&name->path, dos_devices.Length);

		name->link.path = name->path;
		name->link.name = to_utf8(&last);
		if (!name->link.name)
			status = STATUS_INSUFFICIENT_RESOURCES;
	}
	if (!NT_SUCCESS(status)) {
		free_name(name);
		return status;
	}
	mutex_lock(&names_mutex);
	list_for_each_entry(other, &names, list)
		if (!other->gone && RtlEqualUnicodeString(&other->path, &name->path, TRUE))
			status = STATUS_OBJECT_NAME_COLLISION;
	if (NT_SUCCESS(status))
		list_add_tail(&name->list, &names);
	mutex_unlock(&names_mutex);
	if (!NT_SUCCESS(status)) {
		free_name(name);
		return status;
	}
	announce();
	return STATUS_SUCCESS;
}

NTSTATUS nt_name_object(PUNICODE_STRING path, void *object, char *label, size_t size)
{
	struct name *name = kzalloc(sizeof(*name), GFP_KERNEL);
	NTSTATUS status;
	char *text;

	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = copy_path(path, &name->path);
	if (!NT_SUCCESS(status)) {
		kfree(name);
		return status;
	}
	text = to_utf8(&name->path);
	if (text)
		strscpy(label, text, size);
	kfree(text);
	name->object = object;
	return add(name);
}

void nt_unname_object(void *object)
{
	struct name *name;

	mutex_lock(&names_mutex);
	list_for_each_entry(name, &names, list)
		if (name->object == object)
			name->gone = true;
	mutex_unlock(&names_mutex);
	announce();
}

NTSTATUS nt_link_create(PUNICODE_STRING path, PUNICODE_STRING target, bool interface,
			void *owner)
{
	struct name *name = kzalloc(sizeof(*name), GFP_KERNEL);
	NTSTATUS status;

	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = copy_path(path, &name->path);
	if (NT_SUCCESS(status))
		status = copy_path(target, &name->target);
	if (!NT_SUCCESS(status)) {
		free_name(name);
		return status;
	}
	name->link.interface = interface;
	if (owner) {
		ObReferenceObject(owner);
		name->owner = owner;
	}
	return add(name);
}

NTSTATUS nt_link_to_object(PUNICODE_STRING path, void *object)
{
	UNICODE_STRING target = { };
	struct name *name;

	/* The name stays as long as the interface does. */
	mutex_lock(&names_mutex);
	list_for_each_entry(name, &names, list)
		if (name->object == object && !name->gone)
			target = name->path;
	mutex_unlock(&names_mutex);
	return nt_link_create(path, &target, true, NULL);
}

NTSTATUS nt_link_delete(PUNICODE_STRING path)
{
	UNICODE_STRING copy;
	struct name *name;
	NTSTATUS status;

	status = copy_path(path, &copy);
	if (!NT_SUCCESS(status))
		return status;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	mutex_lock(&names_mutex);
	list_for_each_entry(name, &names, list) {
		if (name->gone || !RtlEqualUnicodeString(&name->path, &copy, TRUE))
			continue;
		status = name->object ? STATUS_OBJECT_TYPE_MISMATCH : STATUS_SUCCESS;
		name->gone = !name->object;
	}
	mutex_unlock(&names_mutex);
	kfree(copy.Buffer);
	announce();
	return status;
}

void *nt_name_lookup(PUNICODE_STRING path, UNICODE_STRING *rest, NTSTATUS *status)
{
	UNICODE_STRING copy;
	void *object;

	*status = copy_path(path, &copy);
	if (!NT_SUCCESS(*status))
		return NULL;
	*status = STATUS_OBJECT_NAME_NOT_FOUND;
	mutex_lock(&names_mutex);
	object = resolve(&copy, rest);
	/* It loses its name before its last reference. */
	if (object)
		ObReferenceObject(object);
	mutex_unlock(&names_mutex);
	if (object) {
		/* The end of the copy is the end of the path. */
		*rest = after(path, path->Length - rest->Length);
		*status = STATUS_SUCCESS;
	}
	kfree(copy.Buffer);
	return object;
}

unsigned int nt_link_count(void)
{
	unsigned int number = 0;
	struct name *name;

	mutex_lock(&names_mutex);
	list_for_each_entry(name, &names, list)
		number += !name->object;
	mutex_unlock(&names_mutex);
	return number;
}

void nt_links_gone(const void *owner, const char *owner_name)
{
	struct name *name;

	mutex_lock(&names_mutex);
	list_for_each_entry(name, &names, list) {
		if (name->gone || name->owner != owner)
			continue;
		pr_warn("%s: link %s was never deleted by IoDeleteSymbolicLink: deleted\n",
			owner_name, name->link.name ?: "");
		name->gone = true;
	}
	mutex_unlock(&names_mutex);
	announce();
}

int nt_link_notifier_register(struct notifier_block *block)
{
	return blocking_notifier_chain_register(&notifiers, block);
}
EXPORT_SYMBOL_GPL(nt_link_notifier_register);

void nt_link_notifier_unregister(struct notifier_block *block)
{
	blocking_notifier_chain_unregister(&notifiers, block);
}
EXPORT_SYMBOL_GPL(nt_link_notifier_unregister);
