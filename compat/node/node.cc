// SPDX-License-Identifier: GPL-2.0
/// node.cc - devices of Windows drivers as device nodes: /dev/<Name> for a device
/// with the symbolic link \DosDevices\<Name>, and /dev/ntparport/<port>#<n>#{class} for a
/// driver's device interface ntparport#<port>#<n>#{class}.
///
/// open()		IRP_MJ_CREATE
/// read(), write()	IRP_MJ_READ, IRP_MJ_WRITE: transfer.cc
/// fsync()		IRP_MJ_FLUSH_BUFFERS
/// ioctl()		IRP_MJ_DEVICE_CONTROL: control.cc, uapi/ntparport_ioctl.h
/// close()		IRP_MJ_CLEANUP, and IRP_MJ_CLOSE after the last request
///
/// A call waits for its request: request.hh. O_NONBLOCK cancels a request that does not complete at
/// once. There is no position and no seeking, and poll() finds every node ready, because Windows
/// has no request that asks.

#include <utility>

#include "module/rt/unique.hh"
#include "glue/char_device.h"
#include "glue/debug_file.h"
#include "glue/log.h"
#include "glue/notifier.h"
#include "base/counted.hh"
#include "base/guard.hh"
#include "base/text.hh"
#include "ex/probe.h"
#include "ob/namespace.hh"
#include "ob/path.hh"
#include "io/file.h"
#include "node/calls.hh"
#include "node/node.h"
#include "node/request.hh"

using rt::Unique;

namespace node {

namespace {

using NodesGuard = MutexGuard<NT_NODES_MUTEX>;

constexpr unsigned int max_nodes = 256;
/// NAME_MAX on Linux: in sysfs, the whole name is that of one folder.
constexpr size_t max_name = 255;

/// A device node. The table has a reference, and so does each open() under way.
struct Node : Counted<Node> {
	References references_{ 1 };
	unsigned int number = 0;
	Unique<char[]> name;  // of its file, below /dev
	Unique<WCHAR[]> text;
	UNICODE_STRING path{};	// the symbolic link
};

using NodeRef = CountedRef<Node>;

/// The nodes by number.
constinit Node *nodes[max_nodes] GUARDED_BY(NodesGuard::lock);

/// The node of that name, or nullptr.
const Node *find_locked(const char *name) REQUIRES(NodesGuard::lock)
{
	nt_assert_mutex(NT_NODES_MUTEX);
	for (const Node *node : nodes)
		if (node && !strcmp(node->name.get(), name))
			return node;
	return nullptr;
}

/// The lowest free number; max_nodes: all are taken.
unsigned int free_number_locked() REQUIRES(NodesGuard::lock)
{
	unsigned int number = 0;

	nt_assert_mutex(NT_NODES_MUTEX);
	while (number < max_nodes && nodes[number])
		number++;
	return number;
}

/// Whether a file can have the name, in which '!' separates folders.
bool is_file_name(const char *name)
{
	size_t length = 0;
	size_t dots = 0;

	if (strlen(name) > max_name)
		return false;
	for (;; name++) {
		if (*name && *name != '!') {
			dots += *name == '.';
			length++;
			continue;
		}
		if (!length || (length <= 2 && dots == length))
			return false;
		if (!*name)
			return true;
		length = 0;
		dots = 0;
	}
}

/// Control characters are not allowed, because events about devices are lines of text.
bool is_control_character(char c)
{
	const auto code = static_cast<unsigned char>(c);

	return code < 0x20 || code == 0x7f;
}

/// What follows the next '#' of an interface's name, or nullptr.
template <typename Char>
Char *after_mark(Char *name)
{
	while (*name && *name != '#')
		name++;
	return *name ? name + 1 : nullptr;
}

/// Whether this is what a port itself offers, to drivers: programs can ask nothing of it.
bool is_of_port(const char *name)
{
	static constexpr char ports[] = "{97f76ef0-f883-11d0-af1f-0000f800845c}";

	// The class is the last part but for the reference.
	for (unsigned int mark = 0; name && mark < 3; mark++)
		name = after_mark(name);
	return name && strlen(name) >= sizeof(ports) - 1 && !memcmp(name, ports, sizeof(ports) - 1);
}

/// The file's name. Backslashes and slashes separate folders; for devtmpfs they become '!'.
Error make_name(const nt_link &link, Unique<char[]> &result)
{
	Unique<char[]> name = copy_of(link.name);

	if (!name)
		return Error::no_memory;
	// Interfaces are in a folder of their own.
	if (char *const end = link.interface ? after_mark(name.get()) : nullptr)
		end[-1] = '!';
	for (char *at = name.get(); *at; at++) {
		if (*at == '\\' || *at == '/')
			*at = '!';
		if (is_control_character(*at))
			return Error::invalid;
	}
	if (!is_file_name(name.get()))
		return Error::invalid;
	result = std::move(name);
	return Error::none;
}

/// Makes a node for the link, not yet in the table.
Error make(const nt_link &link, Unique<Node> &result)
{
	Unique<Node> node(new (rt::kernel) Node);

	if (!node)
		return Error::no_memory;
	const Error error = make_name(link, node->name);
	if (error != Error::none)
		return error;
	node->text = Unique<WCHAR[]>(link.path.Length / sizeof(WCHAR));
	if (!node->text)
		return Error::no_memory;
	memcpy(node->text.get(), link.path.Buffer, link.path.Length);
	node->path = { link.path.Length, link.path.Length, node->text.get() };
	result = std::move(node);
	return Error::none;
}

Error add(nt_link &link)
{
	Unique<Node> node;
	Error error = make(link, node);

	if (error != Error::none)
		return error;
	const NodesGuard guard;
	// Both would have the same file.
	if (find_locked(node->name.get()))
		return Error::exists;
	node->number = free_number_locked();
	if (node->number == max_nodes)
		return Error::no_number;
	nodes[node->number] = node.get();
	error = error_of(nt_node_create(node->number, node->name.get()));
	if (error != Error::none) {
		nodes[node->number] = nullptr;
		return error;
	}
	// The table has it from here on.
	link.node = node.release();
	return Error::none;
}

/// What is at the place of its file. May sleep.
nt_node_place place_of(const Node &node)
{
	static constexpr char folder[] = "/dev/";
	const size_t size = strlen(node.name.get()) + 1;
	Unique<char[]> path(sizeof(folder) - 1 + size);

	if (!path)
		return NT_NODE_THERE;
	memcpy(path.get(), folder, sizeof(folder) - 1);
	memcpy(path.get() + sizeof(folder) - 1, node.name.get(), size);
	for (char *at = path.get(); *at; at++)
		if (*at == '!')
			*at = '/';
	return nt_node_look(node.number, path.get());
}

void link_removed(nt_link &link)
{
	auto *node = static_cast<Node *>(link.node);

	if (!node)
		return;
	link.node = nullptr;
	nt_node_destroy(node->number);
	// That of the table, given back without the mutex.
	const auto last = NodeRef::taken(node);
	const NodesGuard guard;
	nodes[node->number] = nullptr;
}

/// If nobody can open the link's new node by its name, it goes again, and nothing is left of it.
void remove_unreachable(nt_link &link)
{
	const nt_node_place place = place_of(*static_cast<const Node *>(link.node));

	if (place == NT_NODE_HIDDEN)
		nt_warn("no device node for \\DosDevices\\%s: there is another file of that name in /dev\n",
			link.name);
	else if (place == NT_NODE_MISSING)
		nt_warn("no device node for \\DosDevices\\%s: in the place of its folder in /dev, there is another file or file system\n",
			link.name);
	else
		return;
	link_removed(link);
}

/// One line, whatever is in the name.
void complain_of_name(const nt_link &link)
{
	UNICODE_STRING name = link.path;
	char label[100] = "";

	ob::skip_dos_devices(name);
	nt_label_path(name, label, sizeof(label));
	nt_warn("no device node for \\DosDevices\\%s: no file can have that name\n", label);
}

void link_added(nt_link &link)
{
	const Error error = add(link);

	if (error == Error::invalid)
		complain_of_name(link);
	else if (error == Error::exists)
		nt_warn("no device node for \\DosDevices\\%s: the one of another link has its name\n",
			link.name);
	else if (error != Error::none)
		nt_warn("no device node for \\DosDevices\\%s: error %d\n", link.name,
			to_errno(error));
	else
		remove_unreachable(link);
}

void link_told(unsigned long event, nt_link *link)
{
	if (link->interface && is_of_port(link->name))
		return;
	if (event == NT_LINK_ADDED)
		link_added(*link);
	else if (event == NT_LINK_REMOVED)
		link_removed(*link);
}

/// The node with that number, or none.
NodeRef get(unsigned int number)
{
	const NodesGuard guard;
	Node *node = number < max_nodes ? nodes[number] : nullptr;

	return node ? NodeRef(*node) : NodeRef();
}

int open(unsigned int number, bool may_read, bool may_write, void **result)
{
	const NodeRef node = get(number);
	PFILE_OBJECT file = nullptr;

	if (!node)
		return to_errno(Error::no_device);
	const NTSTATUS status =
		nt_file_open(&node->path,
			     (may_read ? FILE_READ_DATA : 0) | (may_write ? FILE_WRITE_DATA : 0),
			     &file);
	if (!NT_SUCCESS(status))
		return to_errno(file_error(status));
	*result = file;
	return 0;
}

void close(void *file) { nt_file_end(static_cast<PFILE_OBJECT>(file)); }

constexpr nt_node_operations operations = {
	.open = open,
	.close = close,
	.read = read,
	.write = write,
	.flush = flush,
	.control = control,
};

}

}

unsigned int nt_node_count()
{
	const node::NodesGuard guard;
	unsigned int number = 0;

	for (const node::Node *node : node::nodes)
		number += node != nullptr;
	return number;
}

int nt_node_init()
{
	int err = nt_nodes_register(node::max_nodes, &node::operations);

	if (err)
		return err;
	err = nt_links_watch(node::link_told);
	if (err)
		nt_nodes_unregister();
	else
		nt_debug_file_create(NT_REQUESTS_FILE, node::Request::show);
	nt_lender_set(&node::Request::lender);
	return err;
}

/// No driver is loaded any longer, so there are no links, files or requests.
void nt_node_exit()
{
	nt_debug_file_remove(NT_REQUESTS_FILE);
	nt_links_unwatch();
	nt_nodes_unregister();
}
