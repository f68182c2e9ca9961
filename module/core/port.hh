// SPDX-License-Identifier: GPL-2.0
/// port.hh - one parallel port: what its parts are, and who refers to it.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/list.hh"
#include "../rt/unique.hh"
#include "../rt/status.hh"
#include "connections.hh"
#include "ownership.hh"
#include "sharing.hh"

/// One parallel port; to C an opaque `struct ntparport`.
///
/// Two locks each guard one half of the members. The registry mutex: who refers to the port,
/// and whether its line is open. The interrupt lock: who has the port, who is connected, and
/// what is counted. Connections come and go with both held, so either one is enough to look at
/// them.
///
/// A port is *open* while it is referred to: then it has a device on the Linux
/// port. It is *removed* when the Linux port went away; it stays so until the
/// last reference goes.
struct ntparport {
public:
	/// Makes a port for `parport`, closed; returns none if there is no memory.
	static rt::Unique<ntparport> create(parport *parport);
	~ntparport();
	ntparport(const ntparport &) = delete;
	ntparport &operator=(const ntparport &) = delete;

	// Process context.

	Status get() REQUIRES(rt::registry_mutex);
	/// True: that was the last reference to a removed port, and the port is now the
	/// caller's.
	[[nodiscard]] bool put() REQUIRES(rt::registry_mutex);
	Status connect(const ntparport_interrupt_service &service,
		       ntparport_interrupt_information *information) REQUIRES(rt::registry_mutex);
	/// Of a driver that does not ask for it by request: connects whether or not such
	/// requests are accepted.
	Status connect_line(const ntparport_interrupt_service &service, bool exclusive,
			    ntparport_interrupt_information *information)
		REQUIRES(rt::registry_mutex);
	Status disconnect(const ntparport_interrupt_service &service) REQUIRES(rt::registry_mutex);
	/// Whether connect requests are accepted here even if the module's parameter says no.
	void enable_connect(bool enabled) REQUIRES(rt::registry_mutex)
	{
		connect_enabled_ = enabled;
	}
	bool connect_is_enabled() const REQUIRES(rt::registry_mutex)
	{
		return connect_enabled_ || glue_connect_enabled();
	}
	/// The Linux port goes away (L5). Returns what put() returns.
	[[nodiscard]] bool remove() REQUIRES(rt::registry_mutex);
	/// D4: notes the module itself for a port that its init routine took: that code is
	/// about to be freed, and its address may later be another module's.
	void settle(const module *module) REQUIRES(rt::registry_mutex)
	{
		ownership_.settle(module);
	}
	/// D4: ends what a module left behind.
	void forget(const module *module) REQUIRES(rt::registry_mutex);
	/// Directs interrupts to where they have to go now.
	void redirect() { ownership_.delivery().redirect(); }
	/// Watches the next interrupt, to measure its routines. False: there are no routines.
	bool sample() { return ownership_.delivery().sample(); }
	Status start_timing() REQUIRES(rt::registry_mutex)
	{
		return delivery().watch().start_timing(glue(), delivery().chain());
	}
	void stop_timing() REQUIRES(rt::registry_mutex)
	{
		delivery().watch().stop_timing(glue(), delivery().chain());
	}
	/// One line in the log: where the port is, and which line it has.
	void log_presence() const { connections_.line().log_presence(); }

	// Process or softirq context.

	bool try_allocate(const void *caller);
	Status allocate(ntparport_waiter &waiter, const void *caller);
	bool cancel(ntparport_waiter &waiter) { return ownership_.cancel(waiter); }
	void free() { ownership_.free(); }
	/// The same, if the client still has it.
	void free_of(const void *client) { ownership_.free_of(client); }
	unsigned int query_waiters();
	Status information(ntparport_information &information);
	unsigned char synchronize(unsigned char (*routine)(void *), void *context) const;
	/// Runs the routine under the interrupt lock. False: the port was removed or, if it has
	/// to be `allocated`, no client has it.
	bool with_parport(bool allocated, void (*routine)(parport *, void *), void *context);
	/// Calls these for each connection and each waiter, with the interrupt lock.
	template <typename OnConnection, typename OnWaiter>
	void visit(OnConnection on_connection, OnWaiter on_waiter)
	{
		ownership_.visit(on_connection, on_waiter);
	}

	bool try_allocate_at_interrupt_level(const void *caller) REQUIRES(rt::interrupt_lock)
	{
		return ownership_.take_at_interrupt_level(caller);
	}
	void free_from_interrupt_level() REQUIRES(rt::interrupt_lock)
	{
		ownership_.free_from_interrupt_level();
	}

	// Process context, without a lock: removal waits for those who read the files.

	/// Appears in sysfs and debugfs.
	void publish() const EXCLUDES(rt::registry_mutex);
	void unpublish() const EXCLUDES(rt::registry_mutex);

	// From parport, the machine and the tasklet.

	Sharing &sharing() { return sharing_; }
	/// Does one piece of work. What is left, including what clients add in their routines,
	/// is left to the next run, so that others on this CPU get their turn in between.
	void run_tasklet();

	glue_port *glue() const { return objects_.get(); }
	unsigned int number() const { return glue_port_number(glue()); }
	bool is_for(parport *parport) const { return glue_port_parport(glue()) == parport; }

	/// The interrupt object is the port itself: it stands for the port's lock.
	static ntparport *from(_KINTERRUPT *object)
	{
		return reinterpret_cast<ntparport *>(object);
	}

private:
	friend rt::List<ntparport>;

	/// The port's kernel objects: they exist before everything else of it, and go last.
	class KernelObjects {
	public:
		KernelObjects(parport *parport, ntparport *port)
			: objects_(glue_port_create(parport, port))
		{ }
		~KernelObjects()
		{
			if (objects_)
				glue_port_destroy(objects_);
		}
		KernelObjects(const KernelObjects &) = delete;
		KernelObjects &operator=(const KernelObjects &) = delete;
		glue_port *get() const { return objects_; }

	private:
		glue_port *const objects_;
	};

	explicit ntparport(parport *parport) : objects_(parport, this) { }

	Delivery &delivery() { return ownership_.delivery(); }

	/// Called when nobody refers to the port any longer, or when it was removed.
	void close() REQUIRES(rt::registry_mutex);

	rt::Link link{};  ///< in the registry's list
	const KernelObjects objects_;
	Ownership ownership_{ glue() };
	Sharing sharing_{ ownership_ };
	Connections connections_{ sharing_ };
	unsigned int references_ GUARDED_BY(rt::registry_mutex) = 0;
	bool connect_enabled_ GUARDED_BY(rt::registry_mutex) = false;
};

using Port = ntparport;
