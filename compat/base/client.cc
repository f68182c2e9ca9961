// SPDX-License-Identifier: GPL-2.0
/// client.cc - modules that may use this one, and which of them is dead.

#include "module/rt/guard.hh"
#include "module/rt/unique.hh"
#include "base/client.h"
#include "base/image.h"
#include "base/work.hh"

using rt::Section;
using rt::Unique;

namespace {

using Die = void (*)(module *module, bool stays);

/// A module that was loaded after this one, and so may use it. Readers are in an RCU section.
class Client {
public:
	Client(module *module, Die die) : entry_{ {}, module }, die_(die), death_(run, this, true)
	{ }
	~Client() = default;
	Client(const Client &) = delete;
	Client &operator=(const Client &) = delete;

	/// False: there was no memory for all of it.
	explicit operator bool() const { return static_cast<bool>(death_); }

	/// The client that the code belongs to, or nullptr.
	static Client *of(const void *code) { return client_of(nt_modules_have(code)); }
	/// The client of this module, or nullptr; for nullptr: any client.
	static Client *of(const module *module) { return client_of(nt_modules_find(module)); }

	void enter() { nt_modules_add(&entry_); }
	void leave() { nt_modules_remove(&entry_); }

	module *module_of() const { return entry_.module; }
	bool is_image() const { return __atomic_load_n(&entries_end_, __ATOMIC_ACQUIRE); }
	void set_image(const char *entries, const char *end)
	{
		entries_ = entries;
		__atomic_store_n(&entries_end_, end, __ATOMIC_RELEASE);
	}
	const ntparport_image_code *functions() const
	{
		return __atomic_load_n(&functions_, __ATOMIC_ACQUIRE);
	}
	void set_functions(const ntparport_image_code *functions)
	{
		__atomic_store_n(&functions_, functions, __ATOMIC_RELEASE);
	}
	bool has_entry(const char *code) const
	{
		return is_in_entry(code) && (code - entries_) % IMAGE_ENTRY_SIZE == IMAGE_ISR_SIZE;
	}
	bool is_in_entry(const char *code) const
	{
		return is_image() && code >= entries_ && code < entries_end_;
	}
	bool dead() const { return __atomic_load_n(&dead_, __ATOMIC_RELAXED); }

	/// False: it was dead already.
	bool kill()
	{
		// Code of a dying driver that still runs may cause further bug checks.
		if (__atomic_exchange_n(&dead_, true, __ATOMIC_SEQ_CST))
			return false;
		stays_ = nt_module_get(entry_.module);
		death_.queue_urgent();
		return true;
	}
	void wait_for_death() { death_.flush(); }

private:
	static Client *client_of(nt_module_entry *entry)
	{
		static_assert(offsetof(Client, entry_) == 0);
		return reinterpret_cast<Client *>(entry);
	}

	static void run(void *context)
	{
		const auto *client = static_cast<const Client *>(context);

		client->die_(client->entry_.module, client->stays_);
	}

	nt_module_entry entry_;	 // first
	bool dead_ = false;
	bool stays_ = false;  // the module is kept loaded
	const char *entries_ = nullptr;
	const char *entries_end_ = nullptr;  // nullptr: it is not an image
	const ntparport_image_code *functions_ = nullptr;
	Die die_;
	Work death_;
};

/// Saves the search while no driver is dead, which is the usual case.
constinit bool any_dead;

/// A client that stays until the caller removes it: modules come and go one after the other.
Client *known(const module *module)
{
	const Section section;

	return Client::of(module);
}

bool may_be_dead() { return __atomic_load_n(&any_dead, __ATOMIC_RELAXED); }

}

struct module *nt_module_of(const void *code)
{
	const Client *client = Client::of(code);

	return client ? client->module_of() : nullptr;
}

const void *nt_driver_of(const void *code, char name[NT_DRIVER_NAME])
{
	const Section section;
	const module *module = nt_module_of(code);

	if (module)
		nt_module_name(module, name);
	else
		__builtin_memcpy(name, "ntparport", sizeof("ntparport"));
	return module;
}

const char *nt_driver_name_of(const void *code, char room[NT_DRIVER_NAME])
{
	return nt_driver_of(code, room) ? room : "a driver";
}

bool nt_dead(const void *code)
{
	if (!may_be_dead()) [[likely]]
		return false;
	const Section section;
	const Client *client = Client::of(code);
	return client && client->dead();
}

bool nt_module_dead(const module *module)
{
	if (!may_be_dead()) [[likely]]
		return false;
	const Section section;
	const Client *client = Client::of(module);
	return client && client->dead();
}

void nt_client_add(module *module, Die die)
{
	Unique<Client> client(new (rt::kernel) Client(module, die));

	// Without memory, a bug check of this module would go unnoticed; nothing worse happens.
	if (client && *client)
		client.release()->enter();
}

nt_death nt_client_kill(const void *code, module **module)
{
	Client *client = Client::of(code);

	__atomic_store_n(&any_dead, true, __ATOMIC_RELAXED);
	if (!client)
		return NT_UNKNOWN;
	*module = client->module_of();
	return client->kill() ? NT_DIES : NT_DEAD;
}

void nt_client_remove(const module *module)
{
	const Unique<Client> client(known(module));

	if (!client)
		return;
	client->leave();
	// Whoever found the client before that may still kill it: its init routine may have failed
	// after a bug check.
	glue_synchronize();
	client->wait_for_death();
}

void nt_clients_free()
{
	// Those that are left do not use this module.
	while (const Unique<Client> client{ known(nullptr) })
		client->leave();
}

// Images

unsigned int ntparport_images;

bool ntparport_image_add(module *module, const void *entries, const void *end)
{
	Client *client = known(module);

	if (!client)
		return false;
	client->set_image(static_cast<const char *>(entries), static_cast<const char *>(end));
	__atomic_fetch_add(&ntparport_images, 1, __ATOMIC_SEQ_CST);
	return true;
}

void ntparport_image_add_code(module *module, const ntparport_image_code *code)
{
	if (Client *client = known(module))
		client->set_functions(code);
}

void ntparport_image_remove(module *module)
{
	if (Client *client = known(module)) {
		client->set_functions(nullptr);
		client->set_image(nullptr, nullptr);
	}
	__atomic_fetch_sub(&ntparport_images, 1, __ATOMIC_SEQ_CST);
}

bool ntparport_image_at(const void *code)
{
	const Section section;
	const Client *client = Client::of(code);

	return client && client->is_image();
}

bool nt_is_image(const void *code)
{
	return __atomic_load_n(&ntparport_images, __ATOMIC_RELAXED) && ntparport_image_at(code);
}

const ntparport_image_code *nt_image_code(const void *code)
{
	const Section section;
	const Client *client = Client::of(code);

	return client ? client->functions() : nullptr;
}

bool nt_is_image_entry(const void *code)
{
	const Section section;
	const Client *client = Client::of(code);

	return client && client->is_in_entry(static_cast<const char *>(code));
}

const void *nt_isr_of(const void *routine)
{
	if (!__atomic_load_n(&ntparport_images, __ATOMIC_RELAXED)) [[likely]]
		return routine;
	const Section section;
	const Client *client = Client::of(routine);
	const char *code = static_cast<const char *>(routine);
	return client && client->has_entry(code) ? code - IMAGE_ISR_SIZE : code;
}
