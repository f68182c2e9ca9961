// SPDX-License-Identifier: GPL-2.0
/// model.hh - the rules A1-A6, F1-F4, I1, L1-L6, D3 (kunit/README.md) as a
/// program that watches.
///
/// It is told when a call begins and how it ends, when a routine is called, and who has the
/// Linux port; it knows nothing of how the module does it. Calls overlap: what one of them did
/// happened at some time between its beginning and its end. So a rule is applied only to what
/// is certain: a request waits from the end of the call that queued it, a client has the port
/// from the end of the call that granted it until it begins to free it. A call that nothing
/// overlapped is `alone`, and its result is known exactly. What must happen, but at no certain
/// time, must have happened when all is quiet.
#pragma once

#include <array>
#include <algorithm>
#include <cerrno>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "machine.hh"

class Model {
public:
	/// Reads the control register.
	explicit Model(std::function<int()> control) : control_register(std::move(control)) { }

	using Time = unsigned long;
	enum class Owner { nobody, module, linux };

	// Calls, of any kind.

	struct Call {
		Time begun;
		bool alone;
	};
	Call begin()
	{
		last_begun_ = ++now_;
		return { last_begun_, !inside_++ };
	}
	void end() { --inside_; }
	/// To be asked before end(): whether nothing overlapped the call.
	bool alone(const Call &call) const { return call.alone && last_begun_ == call.begun; }

	// Requests for the port. A slot is free when it is idle.

	enum class State { idle, asking, waiting, holding, freeing };
	struct Request {
		State state = State::idle;
		Time asked = 0;		 ///< when the call began
		Time queued = 0;	 ///< when it ended
		bool cancel = false;	 ///< cancellation was asked for
		bool cancelled = false;	 ///< cancellation was promised
		bool of_module = false;	 ///< it is of the client module, which may be unloaded
		bool sure = false;	 ///< the port could be had when the call began
	};
	std::array<Request, 8> requests;

	/// TryAllocatePort or PORT_ALLOCATE; `at_interrupt_level`: the former, which cannot get
	/// a port that the module does not have.
	void ask(size_t id, const Call &call, bool at_interrupt_level = false,
		 bool of_module = false)
	{
		requests[id] = { State::asking, call.begun, 0, false, false, of_module, false };
		requests[id].sure = can_be_had() &&
				    (owner_ == Owner::module || !at_interrupt_level);
	}
	/// Both: the caller got the port at once.
	void granted(size_t id)
	{
		for (const Request &other : requests)
			check(!(other.state == State::waiting &&
				other.queued < requests[id].asked && !other.cancel),
			      "A1", "the port was taken before a queued request");
		check(!gone_ || requests[id].asked < gone_at_, "C7", "a removed port was taken");
		take(id);
	}
	/// TryAllocatePort: the caller did not get it.
	void denied(size_t id, const Call &call)
	{
		requests[id].state = State::idle;
		check(!(alone(call) && requests[id].sure), "A3",
		      "the port could be had, and was not");
	}
	/// PORT_ALLOCATE: the request was queued, and maybe completed since.
	void queued(size_t id, const Call &call)
	{
		check(!(alone(call) && requests[id].sure), "A1",
		      "the port could be had, and the request was queued");
		if (requests[id].state != State::asking)
			return;
		check(!gone_, "C7", "a request was queued on a removed port");
		requests[id].state = State::waiting;
		requests[id].queued = ++now_;
	}
	/// PORT_ALLOCATE: the request was refused.
	void refused(size_t id)
	{
		requests[id].state = State::idle;
		check(ends_, "A1", "a request was refused, but the port is there");
	}
	void completed(size_t id, int status)
	{
		Request &request = requests[id];

		check(request.state == State::asking || request.state == State::waiting, "A2",
		      "a request is completed that is not queued");
		check(!request.cancelled || status == -ECANCELED, "A2",
		      "cancelled, but completed otherwise");
		if (status) {
			request.state = State::idle;
			check(status == -ECANCELED ? request.cancel : status == -ENODEV && ends_,
			      "A2", "a request ended without reason");
			return;
		}
		for (const Request &other : requests)
			check(!(other.state == State::waiting && other.queued < request.asked &&
				!other.cancel),
			      "A1", "a later request was granted first");
		check(!gone_, "L5", "a request was granted on a removed port");
		take(id);
	}
	void cancel(size_t id) { requests[id].cancel = true; }
	void cancelled(size_t id, bool done, const Call &call)
	{
		Request &request = requests[id];

		if (done && request.state == State::waiting)
			request.cancelled = true;
		check(!done || request.state != State::holding, "A2", "cancelled, but granted");
		if (!done && alone(call) && request.state == State::waiting && !request.cancelled)
			check(!other_has_it() && !gone_, "A2",
			      "a queued request could not be cancelled");
	}
	/// FreePort, at any level, by the client that has the port.
	void free(size_t id)
	{
		requests[id].state = State::freeing;
		owed_ = true;				  // F3
		linux_first_ = linux_first_ || refused_;  // L2
	}
	void freed(size_t id)
	{
		if (requests[id].state == State::freeing)
			requests[id].state = State::idle;
	}
	/// A5.
	void query(unsigned int waiters, const Call &call)
	{
		unsigned int most = 0, least;

		for (const Request &request : requests)
			most += request.state == State::waiting && !request.cancelled;
		// Unless somebody else has the port, the oldest request may have been granted
		// already.
		least = most && !other_has_it() ? most - 1 : most;
		if (owner_ == Owner::module)
			least += refused_ || linux_waits;
		most += refused_ || linux_listed || linux_waited_;
		check(!alone(call) || gone_ || (least <= waiters && waiters <= most), "A5",
		      "%u wait, it says %u", most, waiters);
	}
	void stray_free(unsigned int lines, const Call &call) const
	{
		check(lines <= 1, "A6", "a stray free is logged %u times", lines);
		check(!alone(call) || ends_ || lines == 1, "A6", "a stray free is not logged");
	}

	// Connections.

	enum class Connected { no, begun, yes, ending };
	struct Connection {
		Connected state = Connected::no;
		Time begun = 0;
		Time done = 0;
		bool isr = false;
		bool deferred = false;
		bool of_module = false;
	};
	std::array<Connection, 6> connections;

	void connect(size_t id, bool isr, bool deferred, bool of_module, const Call &call)
	{
		connections[id] = { Connected::begun, call.begun, 0, isr, deferred, of_module };
	}
	void connected(size_t id)
	{
		connections[id].state = Connected::yes, connections[id].done = ++now_;
	}
	void disconnect(size_t id) { connections[id].state = Connected::ending; }
	void disconnected(size_t id) { connections[id].state = Connected::no; }

	// Interrupts and deferred checks.

	void isr(size_t id)
	{
		check(owner_ == Owner::module, "L6",
		      "an interrupt is delivered while Linux has the port");
		in_turn(id, &Connection::isr);
	}
	/// The line has risen; `delivered`: some routine was called.
	void interrupted(bool delivered, const Call &call)
	{
		check(delivered || !alone(call) || owner_ != Owner::module ||
			      !certain(&Connection::isr),
		      "I1", "an interrupt was not delivered");
	}
	void deferred(size_t id)
	{
		if (called_.empty()) {
			check(owed_, "F1", "a deferred check, but nothing was freed");
			owed_ = taken_ = false;
		}
		check(owner_ == Owner::module, "F2", "a deferred check while Linux has the port");
		for (const Request &request : requests) {
			check(request.state != State::holding, "F2",
			      "a deferred check while a client has the port");
			check(request.state != State::waiting || request.cancel, "F1",
			      "a deferred check while a request is queued");
		}
		in_turn(id, &Connection::deferred);
	}
	/// The interrupt lock is given back: a round of calls is over.
	void unlocking()
	{
		for (size_t id = 0; !called_.empty() && id < connections.size(); id++) {
			const Connection &connection = connections[id];

			check(connection.state != Connected::yes || !(connection.*round_) ||
				      was_called(id) || ends_ ||
				      (round_ == &Connection::deferred && taken_),
			      rule_of_round(), "a routine was left out");
		}
		called_.clear();
	}

	/// A client writes the control register.
	void control(int value) { left_ = value; }

	// Linux.

	/// Linux drivers on parport's list; and those of them that were not offered the port
	/// since they asked for it.
	unsigned int linux_listed = 0, linux_waits = 0;

	void owner(Owner owner)
	{
		if (owner_ == Owner::module) {
			check(!held() || ends_, "L2",
			      "the Linux port goes while a client has the port");
			refused_ = false;
			linux_first_ = false;
		}
		owner_ = owner;
		owed_ = owed_ || owner == Owner::module;  // F4
		linux_waited_ = linux_listed;
	}
	/// A Linux driver may not have the port that the module has.
	void linux_refused() { refused_ = true; }
	/// ... and this is its call, for which linux_may_have_it() was asked before.
	void linux_denied(bool sure, const Call &call) const
	{
		check(!(sure && alone(call)), "L2", "a free port was not left to Linux at once");
	}
	bool linux_may_have_it() const
	{
		return owner_ == Owner::module && !refused_ && !linux_listed && !linux_waited_ &&
		       !ends_ &&
		       std::all_of(requests.begin(), requests.end(),
				   [](const Request &r) { return r.state == State::idle; });
	}

	// Lifetime.

	/// The port is being removed, or the last client lets it go.
	void ending() { ends_ = true; }
	void ended(bool gone)
	{
		for (Request &request : requests) {
			check(request.state != State::waiting, "L5", "a request outlives the port");
			if (request.state == State::holding)
				request.state = State::idle;
		}
		for (Connection &connection : connections)
			connection.state = Connected::no;
		check(owner_ != Owner::module, "L1",
		      "nobody has the port, but the module has the Linux port");
		gone_ = ends_ = gone;
		gone_at_ = ++now_;
		owed_ = refused_ = linux_first_ = false;
		left_.reset();
	}
	bool gone() const { return gone_; }
	/// A port came in the place of the removed one.
	void plugged() { gone_ = ends_ = false; }
	/// The client module leaves, and takes along what it had.
	void module_gone()
	{
		module_leaves_ = true;
		for (Request &request : requests) {
			request.cancel = request.cancel || request.of_module;
			if (request.of_module && request.state == State::holding)
				free(&request - requests.data());
		}
		for (Connection &connection : connections)
			if (connection.of_module && connection.state == Connected::yes)
				connection.state = Connected::ending;
	}
	void module_went()
	{
		module_leaves_ = false;
		for (Request &request : requests)
			if (request.of_module)
				request.state = State::idle;
		for (Connection &connection : connections)
			if (connection.of_module)
				connection.state = Connected::no;
	}

	bool held() const { return count(State::holding); }
	unsigned int connected_count() const
	{
		return std::count_if(connections.begin(), connections.end(),
				     [](const Connection &c) { return c.state != Connected::no; });
	}

	/// To be called when no call is under way and the tasklet has nothing to do.
	/// `module_waits`: for the Linux port, on parport's list.
	void quiet(bool module_has_port, bool allocated, bool module_waits) const
	{
		unsigned int waiting = count(State::waiting);
		bool wanted = connected_count() || held() || waiting;

		check(allocated == held(), "A1", "the port is %s",
		      allocated ? "nobody's, but taken" : "taken, but free");
		check(module_has_port == (owner_ == Owner::module), "L1",
		      "it is wrong about the Linux port");
		check(!gone_ || !waiting, "L5", "a request waits on a removed port");
		if (gone_)
			return;
		for (const Request &request : requests)
			check(!(request.state == State::waiting && request.cancelled), "A2",
			      "a cancelled request was not completed");
		check(!waiting || held() || owner_ == Owner::linux, "A4",
		      "a request waits for a free port");
		check(owner_ != Owner::nobody || !wanted, "L3",
		      "clients want the port, nobody has it");
		check(owner_ != Owner::linux || !wanted || module_waits, "L3",
		      "clients want the port that Linux has, the module does not wait for it");
		check(owner_ != Owner::module || wanted, "L1",
		      "nobody wants the port, but the module has it");
		check(held() || owner_ == Owner::linux || !linux_waits, "L2",
		      "a Linux driver waits for a free port");
		check(!(owed_ && owner_ == Owner::module && !held() &&
			certain(&Connection::deferred)),
		      "F3", "no deferred check since the port was freed");
	}

private:
	template <typename... Arguments>
	static void check(bool condition, const char *rule, const char *format,
			  Arguments... arguments)
	{
		if (condition)
			return;
		if constexpr (sizeof...(arguments) != 0)
			machine::fail(rule, format, arguments...);
		else
			machine::fail(rule, "%s", format);
	}

	unsigned int count(State state) const
	{
		return std::count_if(requests.begin(), requests.end(),
				     [=](const Request &r) { return r.state == state; });
	}
	/// Some client has the port for certain, or Linux.
	bool other_has_it() const { return held() || owner_ == Owner::linux; }
	/// A caller that asks now gets the port, unless something overlaps.
	bool can_be_had() const
	{
		return !ends_ && owner_ != Owner::linux && !refused_ && !linux_listed &&
		       !linux_waited_ && count(State::asking) == 1 &&
		       count(State::idle) == requests.size() - 1;
	}

	void take(size_t id)
	{
		bool lost = ends_ || (module_leaves_ && requests[id].of_module);

		check(!held() || lost, "A1", "two clients have the port");
		requests[id].state = lost ? State::idle : State::holding;
		taken_ = true;
		if (lost)
			return;
		check(owner_ == Owner::module, "L2", "a client has the port, but not the module");
		check(!linux_first_, "L2", "a Linux driver waits, the next client got the port");
		expect_control();
	}
	void expect_control() const
	{
		check(!left_ || *left_ == control_register(), "L4",
		      "a client left 0x%x, it finds 0x%x", left_.value_or(0), control_register());
	}

	const char *rule_of_round() const { return round_ == &Connection::isr ? "I1" : "F1"; }
	bool was_called(size_t id) const
	{
		return std::find(called_.begin(), called_.end(), id) != called_.end();
	}
	/// A routine is called; it must come after those in called_.
	void in_turn(size_t id, bool Connection::*kind)
	{
		const Connection &connection = connections[id];

		round_ = kind;
		check(connection.state != Connected::no, "D3",
		      "a routine is called after its connection ended");
		check(!was_called(id), rule_of_round(), "a routine is called twice");
		for (size_t before : called_)
			check(!connection.done || connection.done > connections[before].begun,
			      rule_of_round(),
			      "a routine is called after one that was connected later");
		called_.push_back(id);
		if (!ends_)
			expect_control();
	}
	/// Whether a connection that certainly exists has a routine of this kind.
	bool certain(bool Connection::*kind) const
	{
		return std::any_of(connections.begin(), connections.end(),
				   [=](const Connection &c) {
					   return c.state == Connected::yes && c.*kind;
				   });
	}

	const std::function<int()> control_register;
	Time now_ = 0;
	Time last_begun_ = 0;
	unsigned int inside_ = 0;
	Owner owner_ = Owner::nobody;
	bool refused_ = false;		     ///< the module keeps the port from a Linux driver
	bool linux_waited_ = false;	     ///< when the port changed hands; it may have left
	bool linux_first_ = false;	     ///< the port was freed since: that driver is next
	bool owed_ = false;		     ///< a deferred check is owed
	bool Connection::*round_ = nullptr;  ///< which kind of routine is in called_ now
	bool taken_ = false;		     ///< a routine of this round of checks took the port
	bool ends_ = false;
	bool gone_ = false;
	bool module_leaves_ = false;
	Time gone_at_ = 0;
	std::vector<size_t> called_;
	std::optional<int> left_;  ///< what a client left in the control register
};
