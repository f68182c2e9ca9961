// SPDX-License-Identifier: GPL-2.0
/// known_requests.hh - the requests that exist.
#pragma once

#include "base/guard.hh"
#include "io/request.hh"

namespace io {

using RequestsGuard = RawGuard<NT_IRPS_LOCK>;

/// The requests that exist, by the addresses of their IRPs: a driver that completes or frees a
/// request twice is told so instead of being believed. They can be reached only under their lock,
/// which is raw because drivers may set a cancel routine at any IRQL.
class LOCK_GUARD KnownRequests {
public:
	KnownRequests() ACQUIRES(RequestsGuard::lock) = default;
	~KnownRequests() RELEASES() = default;
	KnownRequests(const KnownRequests &) = delete;
	KnownRequests &operator=(const KnownRequests &) = delete;

	/// nullptr: there is no such request, or no longer.
	[[gnu::always_inline]] Request *find(const IRP *irp) const
	{
		Request *request = chain_of(irp);

		while (request && request->irp != irp)
			request = request->next;
		return request;
	}
	/// Any request for which `wanted(request)` is true, or nullptr.
	template <typename Predicate>
	Request *find_if(Predicate wanted) const
	{
		for (Request *chain : chains_)
			for (Request *request = chain; request; request = request->next)
				if (wanted(*request))
					return request;
		return nullptr;
	}
	/// Calls `visit(request)` for each.
	template <typename Visitor>
	void for_each(Visitor visit) const
	{
		for (Request *chain : chains_)
			for (Request *request = chain; request; request = request->next)
				visit(*request);
	}
	/// Returns the request that was added.
	Request *add(rt::Unique<Request> request);
	rt::Unique<Request> take(Request &request) const;
	/// Its associated requests have none from now on.
	void forget_master(const Request &master) const;

private:
	enum : unsigned int { bits = 8 };
	[[gnu::always_inline]] static Request *&chain_of(const IRP *irp)
	{
		// The golden ratio spreads neighbours.
		const auto number = static_cast<ULONG>(reinterpret_cast<ULONG_PTR>(irp) >> 4);

		return chains_[number * 0x61c88647 >> (32 - bits)];
	}

	const RequestsGuard guard_{};
	static Request *chains_[1 << bits];
};

}
