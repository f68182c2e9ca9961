// SPDX-License-Identifier: GPL-2.0
/* registry.c - the registry: a tree of keys with values, in memory. */

#include <linux/export.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/nls.h>
#include <linux/slab.h>

#include "module/glue/version.h"
#include "base/nt.h"
#include "base/log.h"
#include "base/object.h"
#include "cm/registry.h"

/**
 * struct nt_key - a key
 * @node: in the parent's @subkeys
 * @parent: NULL for the root and for what was deleted
 * @subkeys: in the order of their creation; a reference to each
 * @values: in the order of their creation
 * @name: points to @text
 * @text: not terminated
 */
struct nt_key {
	struct list_head node;
	struct nt_key *parent;
	struct list_head subkeys;
	struct list_head values;
	UNICODE_STRING name;
	WCHAR text[];
};

/* Data and name are in one piece with it. */
struct entry {
	struct list_head node;
	struct nt_value value;
};

/* Lengths of names in characters, as on Windows. */
#define KEY_NAME_MAX 255
#define VALUE_NAME_MAX 16383

static DEFINE_MUTEX(lock);	/* of the whole tree */
static struct nt_key *root;

/* The last reference is gone: the key is in no tree any more. */
static void key_destroy(void *object)
{
	struct nt_key *key = object;
	struct entry *entry, *next;

	list_for_each_entry_safe(entry, next, &key->values, node)
		kvfree(entry);
}

const struct nt_object_type nt_key_type = {
	.name = "Key",
	.destroy = key_destroy,
};

static struct nt_key *new_key(PCUNICODE_STRING name)
{
	struct nt_key *key = nt_object_alloc(&nt_key_type, struct_size(key, text,
						name->Length / sizeof(WCHAR)));

	if (!key)
		return NULL;
	INIT_LIST_HEAD(&key->subkeys);
	INIT_LIST_HEAD(&key->values);
	key->name = (UNICODE_STRING){ name->Length, name->Length, key->text };
	memcpy(key->text, name->Buffer, name->Length);
	return key;
}

static struct nt_key *find_locked(struct nt_key *key, PCUNICODE_STRING name)
{
	struct nt_key *subkey;

	list_for_each_entry(subkey, &key->subkeys, node)
		if (RtlEqualUnicodeString(&subkey->name, name, TRUE))
			return subkey;
	return NULL;
}

/* Takes a key without subkeys out of the tree. */
static void unlink_locked(struct nt_key *key)
{
	list_del(&key->node);
	key->parent = NULL;
	ObDereferenceObject(key);
}

/* Takes a key out of the tree, if it is in one, and all below it out of it. */
static void delete_tree_locked(struct nt_key *top)
{
	struct nt_key *key = top;

	/* Down to the leaves: recursion would be as deep as a driver likes. */
	for (;;) {
		struct nt_key *up = key->parent;

		if (!list_empty(&key->subkeys)) {
			key = list_first_entry(&key->subkeys, struct nt_key, node);
			continue;
		}
		if (up)
			unlink_locked(key);
		if (key == top)
			return;
		key = up;
	}
}

/* Keys that were deleted while somebody had them. */
static bool is_gone_locked(const struct nt_key *key)
{
	return !key->parent && key != root;
}

struct nt_key *nt_key_root(void)
{
	ObReferenceObject(root);
	return root;
}

/* Cuts the first name off a path. */
static UNICODE_STRING split(UNICODE_STRING *path)
{
	UNICODE_STRING name = { 0, 0, path->Buffer };
	const unsigned int length = path->Length / sizeof(WCHAR);
	unsigned int n = 0;

	while (n < length && path->Buffer[n] != '\\')
		n++;
	name.Length = n * sizeof(WCHAR);
	if (n < length)
		n++;
	path->Buffer += n;
	path->Length -= n * sizeof(WCHAR);
	return name;
}

static NTSTATUS open_locked(struct nt_key *key, UNICODE_STRING path, struct nt_key **found,
			    bool *created)
{
	if (is_gone_locked(key))
		return STATUS_KEY_DELETED;
	while (path.Length / sizeof(WCHAR)) {
		const UNICODE_STRING name = split(&path);
		struct nt_key *subkey;

		if (!name.Length || name.Length > KEY_NAME_MAX * sizeof(WCHAR))
			return STATUS_OBJECT_NAME_INVALID;
		subkey = find_locked(key, &name);
		if (!subkey) {
			/* Only the last one; and beside \Registry there is nothing. */
			if (!created || path.Length || (key == root && !list_empty(&root->subkeys)))
				return STATUS_OBJECT_NAME_NOT_FOUND;
			subkey = new_key(&name);
			if (!subkey)
				return STATUS_INSUFFICIENT_RESOURCES;
			subkey->parent = key;
			list_add_tail(&subkey->node, &key->subkeys);
			*created = true;
		}
		key = subkey;
	}
	ObReferenceObject(key);
	*found = key;
	return STATUS_SUCCESS;
}

NTSTATUS nt_key_open(struct nt_key *from, PCUNICODE_STRING path, struct nt_key **key, bool *created)
{
	NTSTATUS status;

	if (created)
		*created = false;
	mutex_lock(&lock);
	status = open_locked(from, *path, key, created);
	mutex_unlock(&lock);
	return status;
}

NTSTATUS nt_key_delete(struct nt_key *key)
{
	NTSTATUS status = STATUS_SUCCESS;

	mutex_lock(&lock);
	if (is_gone_locked(key))
		status = STATUS_KEY_DELETED;
	else if (!list_empty(&key->subkeys) || key == root)
		status = STATUS_CANNOT_DELETE;
	else
		unlink_locked(key);
	mutex_unlock(&lock);
	return status;
}

NTSTATUS nt_subkey_at(struct nt_key *key, ULONG index, struct nt_key **found, UNICODE_STRING *name)
{
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;
	struct nt_key *subkey;

	mutex_lock(&lock);
	if (is_gone_locked(key))
		status = STATUS_KEY_DELETED;
	list_for_each_entry(subkey, &key->subkeys, node) {
		if (index--)
			continue;
		ObReferenceObject(subkey);
		*found = subkey;
		*name = subkey->name;
		status = STATUS_SUCCESS;
		break;
	}
	mutex_unlock(&lock);
	return status;
}

/* Values */

static struct entry *entry_alloc(PCUNICODE_STRING name, ULONG type, const void *data, ULONG size)
{
	/*
	 * The name and four characters after the data are terminators: a list of
	 * strings may be of an odd size, and a driver may take for a number what is
	 * none.
	 */
	const size_t name_size = name->Length + sizeof(WCHAR);
	const size_t data_at = ALIGN(sizeof(struct entry) + name_size, sizeof(u64));
	struct entry *entry = kvzalloc(data_at + ALIGN(size, sizeof(WCHAR)) + 4 * sizeof(WCHAR),
				       GFP_KERNEL | __GFP_NOWARN);

	if (!entry)
		return NULL;
	entry->value = (struct nt_value){
		.type = type,
		.size = size,
		.name = { name->Length, name_size, (WCHAR *)(entry + 1) },
		.data = (u8 *)entry + data_at,
	};
	memcpy(entry->value.name.Buffer, name->Buffer, name->Length);
	memcpy(entry->value.data, data, size);
	return entry;
}

/* In one piece like the original, which it differs from by being first in it. */
static struct nt_value *value_copy(const struct entry *entry)
{
	const struct nt_value *from = &entry->value;
	struct entry *copy = entry_alloc(&from->name, from->type, from->data, from->size);

	if (!copy)
		return NULL;
	copy->value.given = from->given;
	return &copy->value;
}

void nt_value_free(struct nt_value *value)
{
	if (value)
		kvfree(container_of(value, struct entry, value));
}

static struct entry *find_value_locked(struct nt_key *key, PCUNICODE_STRING name)
{
	struct entry *entry;

	list_for_each_entry(entry, &key->values, node)
		if (RtlEqualUnicodeString(&entry->value.name, name, TRUE))
			return entry;
	return NULL;
}

static NTSTATUS get_locked(const struct entry *entry, struct nt_value **value)
{
	*value = value_copy(entry);
	return *value ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS nt_value_get(struct nt_key *key, PCUNICODE_STRING name, struct nt_value **value)
{
	const struct entry *entry;
	NTSTATUS status;

	mutex_lock(&lock);
	entry = find_value_locked(key, name);
	if (is_gone_locked(key))
		status = STATUS_KEY_DELETED;
	else if (!entry)
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	else
		status = get_locked(entry, value);
	mutex_unlock(&lock);
	return status;
}

NTSTATUS nt_value_at(struct nt_key *key, ULONG index, struct nt_value **value)
{
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;
	const struct entry *entry;

	mutex_lock(&lock);
	list_for_each_entry(entry, &key->values, node) {
		if (index--)
			continue;
		status = get_locked(entry, value);
		break;
	}
	if (is_gone_locked(key))
		status = STATUS_KEY_DELETED;
	mutex_unlock(&lock);
	return status;
}

static NTSTATUS value_set(struct nt_key *key, PCUNICODE_STRING name, ULONG type, const void *data,
			  ULONG size, bool given)
{
	NTSTATUS status = STATUS_SUCCESS;
	struct entry *entry, *old;

	if (name->Length > VALUE_NAME_MAX * sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	if (size > NT_VALUE_SIZE_MAX)
		return STATUS_INSUFFICIENT_RESOURCES;
	entry = entry_alloc(name, type, data, size);
	if (!entry)
		return STATUS_INSUFFICIENT_RESOURCES;
	entry->value.given = given;
	mutex_lock(&lock);
	old = find_value_locked(key, name);
	if (is_gone_locked(key)) {
		status = STATUS_KEY_DELETED;
		old = entry;
	} else if (old) {
		list_replace(&old->node, &entry->node);
	} else {
		list_add_tail(&entry->node, &key->values);
	}
	mutex_unlock(&lock);
	kvfree(old);
	return status;
}

NTSTATUS nt_value_set(struct nt_key *key, PCUNICODE_STRING name, ULONG type, const void *data,
		      ULONG size)
{
	return value_set(key, name, type, data, size, false);
}

NTSTATUS nt_value_delete(struct nt_key *key, PCUNICODE_STRING name)
{
	NTSTATUS status = STATUS_SUCCESS;
	struct entry *entry;

	mutex_lock(&lock);
	entry = find_value_locked(key, name);
	if (is_gone_locked(key)) {
		status = STATUS_KEY_DELETED;
		entry = NULL;
	} else if (!entry) {
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	} else {
		list_del(&entry->node);
	}
	mutex_unlock(&lock);
	kvfree(entry);
	return status;
}

/* A driver's key and its parameters */

/* What the text of a value says. */
struct parsed {
	bool escapes;	/* in its text and its name */
	ULONG type;
	ULONG size;
	void *data;	/* to be freed */
};

/*
 * Puts the bytes in place that are written as % and two hexadecimal digits. Returns
 * the length, or -EINVAL: a % without digits, or for the terminator.
 */
static int unescape(char *text)
{
	char *from = text, *to = text;
	u8 byte;

	for (; *from; from++) {
		if (*from != '%') {
			*to++ = *from;
			continue;
		}
		if (!from[1] || hex2bin(&byte, from + 1, 1) || !byte)
			return -EINVAL;
		*to++ = byte;
		from += 2;
	}
	return to - text;
}

/* A string of UTF-8 as a terminated one of UTF-16; to be freed. */
static int to_wide(const char *text, size_t length, UNICODE_STRING *wide)
{
	int n;

	*wide = (UNICODE_STRING){ };
	if (length > U16_MAX / sizeof(WCHAR) - 1)
		return -EINVAL;
	wide->MaximumLength = (length + 1) * sizeof(WCHAR);
	wide->Buffer = kzalloc(wide->MaximumLength, GFP_KERNEL);
	if (!wide->Buffer)
		return -ENOMEM;
	n = utf8s_to_utf16s(text, length, UTF16_HOST_ENDIAN, (wchar_t *)wide->Buffer, length);
	if (n < 0) {
		kfree(wide->Buffer);
		wide->Buffer = NULL;
		return -EINVAL;
	}
	wide->Length = n * sizeof(WCHAR);
	return 0;
}

static int parse_number(char *text, struct parsed *parsed)
{
	const ULONG size = parsed->type == REG_DWORD ? sizeof(u32) : sizeof(u64);
	u64 number;
	int err;

	/* It would take a sign. */
	if (text[0] < '0' || text[0] > '9')
		return -EINVAL;
	err = kstrtou64(text, 0, &number);
	if (!err && parsed->type == REG_DWORD && number > U32_MAX)
		err = -ERANGE;
	if (err)
		return err;
	parsed->size = size;
	parsed->data = kmalloc(size, GFP_KERNEL);
	if (!parsed->data)
		return -ENOMEM;
	if (parsed->type == REG_DWORD)
		*(u32 *)parsed->data = number;
	else
		*(u64 *)parsed->data = number;
	return 0;
}

static int parse_string(char *text, struct parsed *parsed)
{
	const int length = parsed->escapes ? unescape(text) : (int)strlen(text);
	UNICODE_STRING wide;
	int err;

	if (length < 0)
		return length;
	err = to_wide(text, length, &wide);
	if (err)
		return err;
	parsed->data = wide.Buffer;
	parsed->size = wide.Length + sizeof(WCHAR);
	return 0;
}

/* Each string ended by a bar, or the end, and then an empty one. */
static int parse_strings(char *text, struct parsed *parsed)
{
	/* No string at all is not an empty one, which would be the end. */
	char *rest = *text ? text : NULL, *string;
	/* No more characters than bytes, with a terminator for each bar, and two. */
	const size_t room = strlen(text) + 2;
	WCHAR *wide = kcalloc(room, sizeof(*wide), GFP_KERNEL);
	int length, n = 0;

	if (!wide)
		return -ENOMEM;
	while ((string = strsep(&rest, "|"))) {
		length = parsed->escapes ? unescape(string) : (int)strlen(string);
		if (length > 0)
			length = utf8s_to_utf16s(string, length, UTF16_HOST_ENDIAN,
						 (wchar_t *)wide + n, room - n);
		if (length <= 0) {
			kfree(wide);
			return -EINVAL;
		}
		n += length + 1;
	}
	parsed->data = wide;
	parsed->size = (n + 1) * sizeof(*wide);
	return 0;
}

static int parse_binary(char *text, struct parsed *parsed)
{
	const size_t length = strlen(text);

	if (length % 2)
		return -EINVAL;
	parsed->size = length / 2;
	/* No bytes are a value, too. */
	parsed->data = kmalloc(parsed->size ?: 1, GFP_KERNEL);
	if (!parsed->data)
		return -ENOMEM;
	if (hex2bin(parsed->data, text, parsed->size)) {
		kfree(parsed->data);
		return -EINVAL;
	}
	return 0;
}

static const struct {
	const char *name;
	ULONG type;
	int (*parse)(char *text, struct parsed *parsed);
} value_types[] = {
	{ "dword:", REG_DWORD, parse_number },
	{ "qword:", REG_QWORD, parse_number },
	{ "sz:", REG_SZ, parse_string },
	{ "expand_sz:", REG_EXPAND_SZ, parse_string },
	{ "multi_sz:", REG_MULTI_SZ, parse_strings },
	{ "binary:", REG_BINARY, parse_binary },
};

const char *nt_value_type(ULONG type)
{
	static const char *const names[] = {
		[REG_NONE] = "none",
		[REG_SZ] = "sz",
		[REG_EXPAND_SZ] = "expand_sz",
		[REG_BINARY] = "binary",
		[REG_DWORD] = "dword",
		[REG_MULTI_SZ] = "multi_sz",
		[REG_QWORD] = "qword",
	};

	return type < ARRAY_SIZE(names) && names[type] ? names[type] : "unknown";
}

static int parse_value(char *text, struct parsed *parsed)
{
	unsigned int i;

	parsed->escapes = *text == '%';
	text += parsed->escapes;

	for (i = 0; i < ARRAY_SIZE(value_types); i++) {
		const size_t length = str_has_prefix(text, value_types[i].name);

		if (!length)
			continue;
		parsed->type = value_types[i].type;
		return value_types[i].parse(text + length, parsed);
	}
	return -EINVAL;
}

/* "Name=type:data", or "Name=%type:data" with escapes; @entry is overwritten. */
static int parse_entry(struct nt_key *key, char *entry)
{
	char *equals = strchr(entry, '=');
	struct parsed parsed;
	UNICODE_STRING name;
	int err, length;

	if (!equals || equals == entry)
		return -EINVAL;
	*equals = '\0';
	err = parse_value(equals + 1, &parsed);
	if (err)
		return err;
	length = parsed.escapes ? unescape(entry) : (int)strlen(entry);
	err = length < 0 ? length : to_wide(entry, length, &name);
	if (!err) {
		if (value_set(key, &name, parsed.type, parsed.data, parsed.size, true))
			err = -ENOMEM;
		kfree(name.Buffer);
	}
	kfree(parsed.data);
	return err;
}

static int set_values(struct nt_key *key, PCUNICODE_STRING path, const char *what,
		      unsigned int count, char *const entries[])
{
	char name[MODULE_NAME_LEN] = "";
	size_t length = path->Length / sizeof(WCHAR), start = length;
	unsigned int i;
	int err = 0;

	/* The driver's, the last part of the path. */
	while (start && path->Buffer[start - 1] != '\\')
		start--;
	_snprintf(name, sizeof(name) - 1, "%.*ws", (int)(length - start), path->Buffer + start);

	for (i = 0; i < count && !err; i++) {
		char *entry = kstrdup(entries[i], GFP_KERNEL);

		err = entry ? parse_entry(key, entry) : -ENOMEM;
		kfree(entry);
		if (!err)
			continue;
		pr_err("%s: %s: \"%s\" is not Name=dword:number, qword:number, sz:text, expand_sz:text, multi_sz:text|text or binary:hex digits\n",
		       name, what, entries[i]);
	}
	return err;
}

int nt_registry_init(struct nt_registry *registry, PCUNICODE_STRING path, unsigned int count,
		     char *const entries[], unsigned int service_count,
		     char *const service_entries[])
{
	static const UNICODE_STRING parameters = RTL_CONSTANT_STRING(L"Parameters");
	struct nt_key *top = nt_key_root(), *key;
	UNICODE_STRING absolute = *path;
	bool created;
	int err;

	registry->key = NULL;
	/* The backslash it begins with. */
	split(&absolute);
	if (nt_key_open(top, &absolute, &registry->key, &created)) {
		ObDereferenceObject(top);
		return -ENOMEM;
	}
	ObDereferenceObject(top);
	if (nt_key_open(registry->key, &parameters, &key, &created)) {
		nt_registry_free(registry);
		return -ENOMEM;
	}
	err = set_values(key, path, "Parameters", count, entries);
	if (!err)
		err = set_values(registry->key, path, "Service", service_count, service_entries);
	ObDereferenceObject(key);
	if (err)
		nt_registry_free(registry);
	return err;
}
EXPORT_SYMBOL_GPL(nt_registry_init);

void nt_registry_free(struct nt_registry *registry)
{
	struct nt_key *key = registry->key;

	if (!key)
		return;
	mutex_lock(&lock);
	delete_tree_locked(key);
	mutex_unlock(&lock);
	ObDereferenceObject(key);
	registry->key = NULL;
}
EXPORT_SYMBOL_GPL(nt_registry_free);

/* The module */

int nt_registry_start(void)
{
	static const WCHAR *const names[] = {
		L"Registry",
		L"Registry\\Machine",
		L"Registry\\Machine\\Hardware",
		L"Registry\\Machine\\Hardware\\DeviceMap",
		L"Registry\\Machine\\Software",
		L"Registry\\Machine\\Software\\Microsoft",
		L"Registry\\Machine\\Software\\Microsoft\\Windows NT",
		L"Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
		L"Registry\\Machine\\System",
		L"Registry\\Machine\\System\\CurrentControlSet",
		L"Registry\\Machine\\System\\CurrentControlSet\\Control",
		L"Registry\\Machine\\System\\CurrentControlSet\\Services",
		L"Registry\\User",
		L"Registry\\User\\.Default",
	};
	static const UNICODE_STRING no_name;
	unsigned int i;

	root = new_key(&no_name);
	if (!root)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		UNICODE_STRING name;
		struct nt_key *key;
		bool created;

		RtlInitUnicodeString(&name, names[i]);
		if (nt_key_open(root, &name, &key, &created)) {
			nt_registry_stop();
			return -ENOMEM;
		}
		ObDereferenceObject(key);
	}
	return 0;
}

void nt_registry_stop(void)
{
	struct nt_key *key = root;

	mutex_lock(&lock);
	delete_tree_locked(key);
	mutex_unlock(&lock);
	root = NULL;
	ObDereferenceObject(key);
}
