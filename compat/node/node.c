// SPDX-License-Identifier: GPL-2.0
/*
 * node.c - devices of Windows drivers as device nodes: /dev/<Name> for a device
 * with the symbolic link \DosDevices\<Name>.
 *
 * open()		IRP_MJ_CREATE
 * read(), write()	IRP_MJ_READ, IRP_MJ_WRITE
 * fsync()		IRP_MJ_FLUSH_BUFFERS
 * ioctl()		IRP_MJ_DEVICE_CONTROL: see uapi/ntparport_ioctl.h
 * close()		IRP_MJ_CLEANUP, and IRP_MJ_CLOSE after the last request
 *
 * A call waits for its request. A signal cancels the request, and the call goes
 * on waiting, for a driver may be using what the request points to; a signal
 * that kills ends that, too. The request then lives on by itself: it owns all
 * its buffers and references to the file, hence to the driver.
 *
 * O_NONBLOCK cancels a request that does not complete at once. There is no
 * position, no seeking, and poll() finds every node ready, for Windows has no
 * request that asks.
 */

#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/notifier.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "module/glue/version.h"
#include "base/nt.h"
#include "uapi/ntparport_ioctl.h"
#include "base/log.h"
#include "base/object.h"
#include "glue/linux.h"
#include "ob/namespace.h"
#include "io/device.h"
#include "io/file.h"
#include "io/irp.h"
#include "node/node.h"

#define NODES 256
/* The second line about a request whose caller was killed comes after so many seconds. */
#define REMINDER 60

/**
 * struct node - a device node
 * @references: one of the IDR, one of each call of open() under way
 * @minor: its number
 * @name: its file, below /dev
 * @path: the symbolic link
 */
struct node {
	refcount_t references;
	int minor;
	char *name;
	UNICODE_STRING path;
};

static dev_t first_node;
static struct cdev node_cdev;
static struct workqueue_struct *undertaker;
static DEFINE_IDR(nodes);
static DEFINE_MUTEX(nodes_lock);

/**
 * struct request - a request and all that belongs to it
 * @link: in the list of those that are under way, or empty
 * @state: whoever is the last to be done with it, the driver or the call, frees it
 * @forgotten: the driver will not complete it
 * @irp: the request
 * @file: where to, referenced; or NULL: forgotten
 * @device: the top of its stack, held until it has the request
 * @done: the driver has completed it
 * @result: as the driver left it
 * @memory: a copy of the caller's buffer, or NULL
 * @pages: the caller's memory, or NULL
 * @page_count: how many pages
 * @mm: what they are charged to, as locked memory; or NULL
 * @charged: how many pages
 * @mapping: where they are mapped
 * @undertaking: frees a request that its caller has left
 * @reminder: tells of it meanwhile
 * @sent: when, in jiffies
 * @who: the caller, when it was sent
 * @pid: likewise
 * @major: what is asked for
 */
struct request {
	struct list_head link;
	enum { SENT, COMPLETED, LEFT } state;
	bool forgotten;
	PIRP irp;
	PFILE_OBJECT file;
	unsigned long device;
	struct completion done;
	IO_STATUS_BLOCK result;
	void *memory;
	struct page **pages;
	unsigned int page_count;
	struct mm_struct *mm;
	unsigned int charged;
	void *mapping;
	struct work_struct undertaking;
	struct delayed_work reminder;
	unsigned long sent;
	char who[TASK_COMM_LEN];
	pid_t pid;
	UCHAR major;
};

/* For who wonders why a driver cannot be unloaded (W6). */
static LIST_HEAD(under_way);
static DEFINE_SPINLOCK(under_way_lock);

static void request_is_under_way(struct request *request)
{
	request->sent = jiffies;
	get_task_comm(request->who, current);
	request->pid = task_tgid_nr(current);
	spin_lock(&under_way_lock);
	list_add_tail(&request->link, &under_way);
	spin_unlock(&under_way_lock);
}

static void request_is_over(struct request *request)
{
	spin_lock(&under_way_lock);
	list_del_init(&request->link);
	spin_unlock(&under_way_lock);
}

static unsigned long request_seconds(const struct request *request)
{
	return (jiffies - request->sent) / HZ;
}

static int requests_show(struct seq_file *file, void *unused)
{
	struct request *request;

	spin_lock(&under_way_lock);
	list_for_each_entry(request, &under_way, link) {
		struct nt_device *device = nt_file_device(request->file);

		seq_printf(file, "%s: major function 0x%02x to %s, by %s (pid %d), for %lu s\n",
			   device->driver->name, request->major, device->label, request->who,
			   request->pid, request_seconds(request));
	}
	spin_unlock(&under_way_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(requests);

static void request_free(struct request *request)
{
	request_is_over(request);
	cancel_delayed_work_sync(&request->reminder);
	/* The driver's part is over: nothing of the IRP is looked at any more. */
	if (request->irp)
		nt_irp_free(request->irp);
	if (request->mapping)
		vunmap(request->mapping);
	if (request->page_count)
		unpin_user_pages_dirty_lock(request->pages, request->page_count, true);
	if (request->mm) {
		account_locked_vm(request->mm, request->charged, false);
		mmdrop(request->mm);
	}
	kvfree(request->pages);
	kvfree(request->memory);
	nt_device_release(request->device);
	/* The last one closes the file, and lets the driver go. */
	if (request->file)
		ObDereferenceObject(request->file);
	kfree(request);
}

static void request_bury(struct work_struct *work)
{
	request_free(container_of(work, struct request, undertaking));
}

/*
 * W6: nobody sees such a request, and it keeps the driver loaded: the kernel
 * refuses to unload it, and does not tell us. (Nor does it where the caller lives; then
 * there is a process to be seen, and the list of what is under way.)
 */
static void request_tell(struct request *request)
{
	struct nt_device *device = nt_file_device(request->file);
	unsigned long seconds = request_seconds(request);

	pr_warn_ratelimited("%s: request %p (major function 0x%02x) to %s, by %s (pid %d), which was killed, is not complete after %lu s: the driver cannot be unloaded until it completes it\n",
			    device->driver->name, request->irp, request->major, device->label,
			    request->who, request->pid, seconds);
	/* Twice as long until the next line. */
	queue_delayed_work(undertaker, &request->reminder, (seconds + REMINDER) * HZ);
}

static void request_remind(struct work_struct *work)
{
	request_tell(container_of(work, struct request, reminder.work));
}

/* Called in any context up to DISPATCH_LEVEL. */
static void request_done(PIRP irp, void *context)
{
	struct request *request = context;

	request->result = irp->IoStatus;
	if (cmpxchg(&request->state, SENT, COMPLETED) == SENT)
		complete(&request->done);
	else
		queue_work(undertaker, &request->undertaking);
}

static PDEVICE_OBJECT request_device(const struct request *request)
{
	return &nt_held_device(request->device)->object;
}

/* A request of the calling program, with its stack location set up but for the buffers. */
static struct request *request_new(PFILE_OBJECT file, UCHAR major)
{
	struct request *request;
	PIO_STACK_LOCATION location;

	request = kzalloc(sizeof(*request), GFP_KERNEL);
	if (!request)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&request->link);
	init_completion(&request->done);
	INIT_WORK(&request->undertaking, request_bury);
	INIT_DELAYED_WORK(&request->reminder, request_remind);
	request->major = major;
	request->file = file;
	ObReferenceObject(file);
	request->device = nt_file_top(file);
	request->irp = nt_irp_alloc(request_device(request)->StackSize, GFP_KERNEL);
	if (!request->irp) {
		request_free(request);
		return ERR_PTR(-ENOMEM);
	}
	request->irp->RequestorMode = UserMode;
	request->irp->Tail.Overlay.OriginalFileObject = file;
	location = IoGetNextIrpStackLocation(request->irp);
	location->MajorFunction = major;
	location->FileObject = file;
	return request;
}

/* @length zeroed bytes that begin with @input_length bytes of the caller's at @from. */
static int request_copy(struct request *request, const void __user *from, size_t input_length,
			size_t length)
{
	if (!length)
		return 0;
	request->memory = kvzalloc(length, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!request->memory)
		return -ENOMEM;
	return copy_from_user(request->memory, from, input_length) ? -EFAULT : 0;
}

/* The caller's memory at @to, for the driver to write to. */
static int request_map(struct request *request, void __user *to, size_t length)
{
	unsigned long address = (unsigned long)untagged_addr(to);
	unsigned int count;
	int pinned, err;

	if (!length)
		return 0;
	if (!access_ok(to, length))
		return -EFAULT;
	count = DIV_ROUND_UP(offset_in_page(address) + length, PAGE_SIZE);
	request->pages = kvmalloc_array(count, sizeof(*request->pages),
					GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!request->pages)
		return -ENOMEM;
	err = account_locked_vm(current->mm, count, true);
	if (err)
		return err;
	/* The request may outlive the process. */
	request->mm = current->mm;
	request->charged = count;
	mmgrab(request->mm);
	address &= PAGE_MASK;
	while (request->page_count < count) {
		pinned = pin_user_pages_fast(address + request->page_count * PAGE_SIZE,
					     count - request->page_count,
					     FOLL_WRITE | FOLL_LONGTERM,
					     request->pages + request->page_count);
		if (pinned <= 0)
			return pinned == -ENOMEM ? -ENOMEM : -EFAULT;
		request->page_count += pinned;
	}
	request->mapping = vmap(request->pages, count, VM_MAP, PAGE_KERNEL);
	return request->mapping ? 0 : -ENOMEM;
}

static void *request_mapped(const struct request *request, const void __user *to)
{
	return request->mapping ? request->mapping + offset_in_page((unsigned long)to) : NULL;
}

/* What the driver finds in MdlAddress. */
static int request_describe(struct request *request, void *memory, size_t length)
{
	PMDL mdl;

	if (!length)
		return 0;
	mdl = IoAllocateMdl(memory, length, FALSE, FALSE, request->irp);
	if (!mdl)
		return -ENOMEM;
	MmBuildMdlForNonPagedPool(mdl);
	return 0;
}

/*
 * Hands the request to the driver and waits. 0: the driver has completed it,
 * see @result; else a negative errno. REQUEST_LEFT: the caller is being killed,
 * and the request is not its own any more.
 */
#define REQUEST_LEFT (-EINTR)

static int request_send(struct request *request, bool nonblocking)
{
	bool interrupted = false;
	NTSTATUS status;

	request_is_under_way(request);
	nt_irp_set_done(request->irp, request_done, request);
	status = IoCallDriver(request_device(request), request->irp);
	nt_device_release(request->device);
	request->device = 0;
	if (nt_irp_forgotten(request->irp, status)) {
		request->forgotten = true;
		request->result.Status = status;
		request->result.Information = 0;
		return 0;
	}

	if (nonblocking && !completion_done(&request->done))
		IoCancelIrp(request->irp);
	/* Freezable: suspend is no signal, and cancels nothing (W8). */
	if (wait_for_completion_state(&request->done,
				      TASK_INTERRUPTIBLE | TASK_FREEZABLE_UNSAFE)) {
		interrupted = true;
		IoCancelIrp(request->irp);
		if (wait_for_completion_state(&request->done,
					      TASK_KILLABLE | TASK_FREEZABLE_UNSAFE)) {
			/* The reminder first: then the request may be freed at any time. */
			request_tell(request);
			if (cmpxchg(&request->state, SENT, LEFT) == SENT)
				return REQUEST_LEFT;
			wait_for_completion(&request->done);
		}
	}
	/* It is as if there had been no request. */
	if (request->result.Status == STATUS_CANCELLED && !request->result.Information) {
		if (interrupted)
			return -ERESTARTSYS;
		if (nonblocking)
			return -EAGAIN;
	}
	return 0;
}

/* After request_send(), or instead of it. */
static void request_end(struct request *request, ssize_t err)
{
	if (err == REQUEST_LEFT)
		return;
	if (request->forgotten) {
		request_is_over(request);
		/* It must not keep the driver. */
		ObDereferenceObject(request->file);
		request->file = NULL;
		if (cmpxchg(&request->state, SENT, LEFT) == SENT)
			return;
	}
	request_free(request);
}

/* ENOTTY is what ioctl() has for a request that the driver does not know, and nothing else. */
static int file_errno(NTSTATUS status)
{
	int err = nt_errno(status);

	return err == -ENOTTY ? -EINVAL : err;
}

/* How many bytes, or a negative errno. */
static ssize_t request_transferred(const struct request *request, size_t length, UCHAR major)
{
	int err = file_errno(request->result.Status);

	if (request->result.Status == STATUS_END_OF_FILE && major == IRP_MJ_READ)
		return 0;
	/* A request that was cut short counts for as much as it did. */
	if (!err || (request->result.Information &&
		     (request->result.Status == STATUS_CANCELLED ||
		      !NT_ERROR(request->result.Status))))
		return min_t(size_t, request->result.Information, length);
	return err;
}

static ssize_t node_read(struct file *file, char __user *to, size_t length, loff_t *position)
{
	PFILE_OBJECT object = file->private_data;
	struct request *request;
	ULONG flags;
	ssize_t err;

	length = min_t(size_t, length, NTPARPORT_MAX_LENGTH);
	request = request_new(object, IRP_MJ_READ);
	if (IS_ERR(request))
		return PTR_ERR(request);
	flags = request_device(request)->Flags;
	IoGetNextIrpStackLocation(request->irp)->Parameters.Read.Length = length;
	if (flags & DO_BUFFERED_IO) {
		/* Rather no data than data that is lost. */
		err = fault_in_safe_writeable(to, length) ? -EFAULT :
		      request_copy(request, NULL, 0, length);
		request->irp->AssociatedIrp.SystemBuffer = request->memory;
	} else {
		err = request_map(request, to, length);
		if (!err && flags & DO_DIRECT_IO)
			err = request_describe(request, request_mapped(request, to), length);
		else
			request->irp->UserBuffer = request_mapped(request, to);
	}
	if (!err)
		err = request_send(request, file->f_flags & O_NONBLOCK);
	if (!err) {
		err = request_transferred(request, length, IRP_MJ_READ);
		if (err > 0 && request->memory && copy_to_user(to, request->memory, err))
			err = -EFAULT;
	}
	request_end(request, err);
	return err;
}

static ssize_t node_write(struct file *file, const char __user *from, size_t length,
			  loff_t *position)
{
	PFILE_OBJECT object = file->private_data;
	struct request *request;
	ULONG flags;
	ssize_t err;

	length = min_t(size_t, length, NTPARPORT_MAX_LENGTH);
	request = request_new(object, IRP_MJ_WRITE);
	if (IS_ERR(request))
		return PTR_ERR(request);
	flags = request_device(request)->Flags;
	IoGetNextIrpStackLocation(request->irp)->Parameters.Write.Length = length;
	err = request_copy(request, from, length, length);
	if (flags & DO_BUFFERED_IO)
		request->irp->AssociatedIrp.SystemBuffer = request->memory;
	else if (!err && flags & DO_DIRECT_IO)
		err = request_describe(request, request->memory, length);
	else
		request->irp->UserBuffer = request->memory;
	if (!err)
		err = request_send(request, file->f_flags & O_NONBLOCK);
	if (!err)
		err = request_transferred(request, length, IRP_MJ_WRITE);
	request_end(request, err);
	return err;
}

static int node_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct request *request = request_new(file->private_data, IRP_MJ_FLUSH_BUFFERS);
	int err;

	if (IS_ERR(request))
		return PTR_ERR(request);
	err = request_send(request, false);
	/* EINVAL for an unknown request is that of files that have nothing to flush. */
	if (!err)
		err = file_errno(request->result.Status);
	request_end(request, err);
	return err;
}

/* Takes the caller's buffers into the request as the transfer method says. */
static int control_buffers(struct request *request, const struct ntparport_device_control *control)
{
	const void __user *input = u64_to_user_ptr(control->input);
	void __user *output = u64_to_user_ptr(control->output);
	unsigned int method = control->code & 3;
	PIRP irp = request->irp;
	int err;

	if (method == METHOD_BUFFERED) {
		err = fault_in_safe_writeable(output, control->output_length) ? -EFAULT :
		      request_copy(request, input, control->input_length,
				   max(control->input_length, control->output_length));
		irp->AssociatedIrp.SystemBuffer = request->memory;
		/* Some drivers write there as well (W1). */
		err = err ?: request_map(request, output, control->output_length);
		irp->UserBuffer = request_mapped(request, output);
		return err;
	}
	if (method == METHOD_IN_DIRECT) {
		/* Both are input. The second follows the first, from an aligned address on. */
		size_t offset = ALIGN(control->input_length, 16);

		err = request_copy(request, input, control->input_length,
				   offset + control->output_length);
		if (err)
			return err;
		if (copy_from_user(request->memory + offset, output, control->output_length))
			return -EFAULT;
		irp->AssociatedIrp.SystemBuffer = control->input_length ? request->memory : NULL;
		return request_describe(request, request->memory + offset, control->output_length);
	}
	err = request_copy(request, input, control->input_length, control->input_length) ?:
	      request_map(request, output, control->output_length);
	if (err)
		return err;
	if (method == METHOD_OUT_DIRECT) {
		irp->AssociatedIrp.SystemBuffer = request->memory;
		return request_describe(request, request_mapped(request, output),
					control->output_length);
	}
	IoGetNextIrpStackLocation(irp)->Parameters.DeviceIoControl.Type3InputBuffer =
		request->memory;
	irp->UserBuffer = request_mapped(request, output);
	return 0;
}

/* Gives the caller what the driver left. 0 or a negative errno. */
static int control_results(const struct request *request, struct ntparport_device_control *control)
{
	size_t length = min_t(size_t, request->result.Information, control->output_length);

	control->status = request->result.Status;
	control->information = request->result.Information;
	/* As on Windows, a warning brings data, an error does not. */
	if ((control->code & 3) == METHOD_BUFFERED && !NT_ERROR(control->status) && length &&
	    copy_to_user(u64_to_user_ptr(control->output), request->memory, length))
		return -EFAULT;
	return nt_errno(control->status);
}

static long node_control(struct file *file, struct ntparport_device_control *control)
{
	unsigned int access = control->code >> 14 & 3;
	struct request *request;
	PIO_STACK_LOCATION location;
	int err;

	if (control->reserved)
		return -EINVAL;
	if (control->input_length > NTPARPORT_MAX_LENGTH ||
	    control->output_length > NTPARPORT_MAX_LENGTH)
		return -EMSGSIZE;
	if ((access & FILE_READ_ACCESS && !(file->f_mode & FMODE_READ)) ||
	    (access & FILE_WRITE_ACCESS && !(file->f_mode & FMODE_WRITE)))
		return -EACCES;
	request = request_new(file->private_data, IRP_MJ_DEVICE_CONTROL);
	if (IS_ERR(request))
		return PTR_ERR(request);
	location = IoGetNextIrpStackLocation(request->irp);
	location->Parameters.DeviceIoControl.IoControlCode = control->code;
	location->Parameters.DeviceIoControl.InputBufferLength = control->input_length;
	location->Parameters.DeviceIoControl.OutputBufferLength = control->output_length;
	err = control_buffers(request, control);
	if (!err)
		err = request_send(request, false);
	if (!err)
		err = control_results(request, control);
	request_end(request, err);
	return err;
}

static long node_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct ntparport_device_control __user *user = (void __user *)argument;
	struct ntparport_device_control control;
	long err;

	if (command != NTPARPORT_DEVICE_CONTROL)
		return -ENOTTY;
	if (copy_from_user(&control, user, sizeof(control)))
		return -EFAULT;
	/* The driver's work must not be lost for want of a place to say so. */
	if (fault_in_safe_writeable((char __user *)user, sizeof(control)))
		return -EFAULT;
	control.status = STATUS_PENDING;
	err = node_control(file, &control);
	if (control.status != STATUS_PENDING &&
	    (put_user(control.status, &user->status) ||
	     put_user(control.information, &user->information)))
		return -EFAULT;
	return err;
}

static void node_put(struct node *node)
{
	if (!refcount_dec_and_test(&node->references))
		return;
	kfree(node->path.Buffer);
	kfree(node->name);
	kfree(node);
}

static int node_open(struct inode *inode, struct file *file)
{
	ACCESS_MASK access = 0;
	PFILE_OBJECT object;
	struct node *node;
	NTSTATUS status;

	mutex_lock(&nodes_lock);
	node = idr_find(&nodes, iminor(inode) - MINOR(first_node));
	if (node)
		refcount_inc(&node->references);
	mutex_unlock(&nodes_lock);
	if (!node)
		return -ENXIO;
	if (file->f_mode & FMODE_READ)
		access |= FILE_READ_DATA;
	if (file->f_mode & FMODE_WRITE)
		access |= FILE_WRITE_DATA;
	status = nt_file_open(&node->path, access, &object);
	node_put(node);
	if (!NT_SUCCESS(status))
		return file_errno(status);
	file->private_data = object;
	return stream_open(inode, file);
}

static int node_release(struct inode *inode, struct file *file)
{
	PFILE_OBJECT object = file->private_data;

	nt_file_cleanup(object);
	nt_file_close(object);
	return 0;
}

static const struct file_operations node_operations = {
	.owner = THIS_MODULE,
	.open = node_open,
	.release = node_release,
	.read = node_read,
	.write = node_write,
	.fsync = node_fsync,
	.unlocked_ioctl = node_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct class node_class = {
	.name = "ntparport_node",
};

/* What could be a file's name; the parts of one with folders are separated by '!'. */
static bool is_file_name(const char *name)
{
	size_t length;

	for (;; name += length + 1) {
		length = strcspn(name, "!");
		if (!length || length > NAME_MAX || (length <= 2 && strspn(name, ".") >= length))
			return false;
		if (!name[length])
			return true;
	}
}

/*
 * Backslashes and slashes make folders, which for devtmpfs are '!'. Mode and owner
 * are devtmpfs's own: 0600, root. The name is to be freed; -EINVAL.
 */
static char *node_name(const struct nt_link *link)
{
	char *name = kstrdup(link->name, GFP_KERNEL), *part;

	if (!name)
		return ERR_PTR(-ENOMEM);
	for (part = name; *part; part++) {
		if (*part == '\\' || *part == '/')
			*part = '!';
		/* Events about devices are lines of text. */
		if (iscntrl(*part))
			goto invalid;
	}
	if (is_file_name(name))
		return name;
invalid:
	kfree(name);
	return ERR_PTR(-EINVAL);
}

/* Another device has the file: devtmpfs does not say so. May sleep. */
static bool is_taken(const char *name, dev_t number)
{
	char *path = kasprintf(GFP_KERNEL, "/dev/%s", name), *part;
	bool taken = false;
	struct path found;

	if (!path)
		return false;
	for (part = path; *part; part++)
		if (*part == '!')
			*part = '/';
	scoped_with_init_fs()
		taken = !kern_path(path, 0, &found);
	if (taken) {
		const struct inode *inode = d_backing_inode(found.dentry);

		taken = !S_ISCHR(inode->i_mode) || inode->i_rdev != number;
		path_put(&found);
	}
	kfree(path);
	return taken;
}

/* Nodes of two names would be the same file. Nodes lock held. */
static bool exists(const char *name)
{
	struct node *node;
	int minor;

	idr_for_each_entry(&nodes, node, minor)
		if (!strcmp(node->name, name))
			return true;
	return false;
}

/* Takes @name over. Called with nodes_lock held. */
static int node_add(struct nt_link *link, char *name)
{
	struct node *node;
	struct device *device;
	int err;

	node = exists(name) ? ERR_PTR(-EEXIST) : kzalloc(sizeof(*node), GFP_KERNEL);
	if (IS_ERR_OR_NULL(node)) {
		kfree(name);
		return node ? PTR_ERR(node) : -ENOMEM;
	}
	refcount_set(&node->references, 1);
	node->name = name;
	node->path = link->path;
	node->path.Buffer = kmemdup(link->path.Buffer, link->path.Length, GFP_KERNEL);
	node->path.MaximumLength = link->path.Length;
	if (!node->path.Buffer) {
		err = -ENOMEM;
		goto put;
	}
	node->minor = idr_alloc(&nodes, node, 0, NODES, GFP_KERNEL);
	if (node->minor < 0) {
		err = node->minor;
		goto put;
	}
	device = device_create(&node_class, NULL, first_node + node->minor, NULL, "%s", name);
	if (IS_ERR(device)) {
		err = PTR_ERR(device);
		goto remove;
	}
	link->node = node;
	return 0;

remove:
	idr_remove(&nodes, node->minor);
put:
	node_put(node);
	return err;
}

unsigned int nt_node_count(void)
{
	unsigned int number = 0;
	struct node *node;
	int minor;

	mutex_lock(&nodes_lock);
	idr_for_each_entry(&nodes, node, minor)
		number++;
	mutex_unlock(&nodes_lock);
	return number;
}

static int link_event(struct notifier_block *block, unsigned long event, void *data)
{
	struct nt_link *link = data;
	struct node *node = link->node;
	int err;

	if (link->interface)
		return NOTIFY_DONE;
	if (event == NT_LINK_ADDED) {
		char *name = node_name(link);

		err = PTR_ERR_OR_ZERO(name);
		if (!err) {
			mutex_lock(&nodes_lock);
			err = node_add(link, name);
			mutex_unlock(&nodes_lock);
		}
		node = link->node;
		if (err == -EINVAL)
			pr_warn("no device node for \\DosDevices\\%s: no file can have that name\n",
				link->name);
		else if (err == -EEXIST)
			pr_warn("no device node for \\DosDevices\\%s: the one of another link has its name\n",
				link->name);
		else if (err)
			pr_warn("no device node for \\DosDevices\\%s: error %d\n", link->name, err);
		else if (is_taken(node->name, first_node + node->minor))
			pr_warn("no device node for \\DosDevices\\%s: there is another file of that name in /dev\n",
				link->name);
	} else if (event == NT_LINK_REMOVED && node) {
		link->node = NULL;
		device_destroy(&node_class, first_node + node->minor);
		mutex_lock(&nodes_lock);
		idr_remove(&nodes, node->minor);
		mutex_unlock(&nodes_lock);
		node_put(node);
	}
	return NOTIFY_DONE;
}

static struct notifier_block link_notifier = {
	.notifier_call = link_event,
};

static struct dentry *requests_file;

int nt_node_init(void)
{
	struct dentry *debugfs = debugfs_lookup("ntparport", NULL);
	int err;

	undertaker = alloc_workqueue("ntparport", WQ_UNBOUND, 0);
	if (!undertaker)
		return -ENOMEM;
	err = class_register(&node_class);
	if (err)
		goto destroy_workqueue;
	err = alloc_chrdev_region(&first_node, 0, NODES, "ntparport");
	if (err)
		goto unregister_class;
	cdev_init(&node_cdev, &node_operations);
	node_cdev.owner = THIS_MODULE;
	err = cdev_add(&node_cdev, first_node, NODES);
	if (err)
		goto unregister_region;
	err = nt_link_notifier_register(&link_notifier);
	if (err)
		goto delete_cdev;
	requests_file = debugfs_create_file("requests", 0400, debugfs, NULL, &requests_fops);
	dput(debugfs);
	return 0;

delete_cdev:
	cdev_del(&node_cdev);
unregister_region:
	unregister_chrdev_region(first_node, NODES);
unregister_class:
	class_unregister(&node_class);
destroy_workqueue:
	destroy_workqueue(undertaker);
	return err;
}

/* No driver is loaded any more: there are no links, files and requests. */
void nt_node_exit(void)
{
	debugfs_remove(requests_file);
	nt_link_notifier_unregister(&link_notifier);
	cdev_del(&node_cdev);
	unregister_chrdev_region(first_node, NODES);
	class_unregister(&node_class);
	/* The last request may still be on its way out. */
	destroy_workqueue(undertaker);
	idr_destroy(&nodes);
}
