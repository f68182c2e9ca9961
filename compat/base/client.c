// SPDX-License-Identifier: GPL-2.0
/* client.c - modules that may use this one, and which of them is dead. */

#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "base/nt.h"
#include "base/client.h"

/**
 * struct client - a module that was loaded after this one, and so may use it
 * @node: in the list of clients; readers are under RCU
 * @module: the module
 * @dead: it had a bug check
 * @stays: and is kept loaded
 * @death: calls @die
 * @die: what follows
 * @rcu: for its end
 */
struct client {
	struct list_head node;
	struct module *module;
	bool dead;
	bool stays;
	struct work_struct death;
	void (*die)(struct module *module, bool stays);
	struct rcu_head rcu;
};

static LIST_HEAD(clients);
static DEFINE_SPINLOCK(clients_lock);
/* Saves the search in the usual case. */
static bool any_dead;

/* Under RCU. */
static struct client *client_of(const void *code)
{
	struct client *client;

	list_for_each_entry_rcu(client, &clients, node)
		if (within_module((unsigned long)code, client->module))
			return client;
	return NULL;
}

struct module *nt_module_of(const void *code)
{
	struct client *client = client_of(code);

	return client ? client->module : NULL;
}

const void *nt_driver_of(const void *code, char name[NT_DRIVER_NAME])
{
	const struct module *module;

	static_assert(MODULE_NAME_LEN <= NT_DRIVER_NAME);
	rcu_read_lock();
	module = nt_module_of(code);
	strscpy(name, module ? module->name : "ntparport", NT_DRIVER_NAME);
	rcu_read_unlock();
	return module;
}

bool nt_dead(const void *code)
{
	struct client *client;
	bool dead;

	if (likely(!READ_ONCE(any_dead)))
		return false;
	rcu_read_lock();
	client = client_of(code);
	dead = client && READ_ONCE(client->dead);
	rcu_read_unlock();
	return dead;
}

bool nt_module_dead(const struct module *module)
{
	struct client *client;
	bool dead = false;

	if (likely(!READ_ONCE(any_dead)))
		return false;
	rcu_read_lock();
	list_for_each_entry_rcu(client, &clients, node)
		if (client->module == module)
			dead = READ_ONCE(client->dead);
	rcu_read_unlock();
	return dead;
}

static void death(struct work_struct *work)
{
	struct client *client = container_of(work, struct client, death);

	client->die(client->module, client->stays);
}

void nt_client_add(struct module *module, void (*die)(struct module *module, bool stays))
{
	struct client *client = kzalloc(sizeof(*client), GFP_KERNEL);

	/* Without it, a bug check of this module would not be noted, no more. */
	if (!client)
		return;
	client->module = module;
	client->die = die;
	INIT_WORK(&client->death, death);
	spin_lock(&clients_lock);
	list_add_tail_rcu(&client->node, &clients);
	spin_unlock(&clients_lock);
}

enum nt_death nt_client_kill(const void *code, struct module **module)
{
	struct client *client = client_of(code);

	WRITE_ONCE(any_dead, true);
	if (!client)
		return NT_UNKNOWN;
	*module = client->module;
	/* What runs of it when it dies may come to further ones. */
	if (xchg(&client->dead, true))
		return NT_DEAD;
	/* Fails if it is being unloaded. */
	client->stays = try_module_get(client->module);
	queue_work(system_highpri_wq, &client->death);
	return NT_DIES;
}

void nt_client_remove(const struct module *module)
{
	struct client *client, *found = NULL;

	spin_lock(&clients_lock);
	list_for_each_entry(client, &clients, node) {
		if (client->module == module) {
			list_del_rcu(&client->node);
			found = client;
			break;
		}
	}
	spin_unlock(&clients_lock);
	if (!found)
		return;
	/* Its init routine may have failed after a bug check. */
	flush_work(&found->death);
	kfree_rcu(found, rcu);
}

void nt_clients_free(void)
{
	struct client *client, *next;

	/* Those that do not use this module. */
	list_for_each_entry_safe(client, next, &clients, node)
		kfree(client);
}
