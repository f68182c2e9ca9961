// SPDX-License-Identifier: GPL-2.0
/*
 * sysfs.c - /sys/class/ntparport/parportN: what a port is doing, one value for
 * each file (sysfs-class-ntparport says what they mean).
 *
 * Nothing is kept for them: a file asks the port when it is read.
 */

#include <linux/device.h>
#include <linux/irq.h>
#include <linux/sysfs.h>

#include "../ntparport.h"
#include "port.h"

static const char *route_name(const struct ntparport_information *facts)
{
	switch (facts->route) {
	case NTPARPORT_ROUTE_NONE:
		return "none";
	case NTPARPORT_ROUTE_DIRECT:
		return "direct";
	case NTPARPORT_ROUTE_PARPORT:
		return "parport";
	}
	return "";
}

static const char *state_name(const struct ntparport_information *facts)
{
	if (!facts->have_port)
		return "away";
	return facts->allocated ? "held" : "free";
}

/* "disabled": by the kernel, after too many interrupts that nobody claimed. */
static const char *line_name(const struct ntparport_information *facts)
{
	struct irq_data *data;

	if (!facts->connections || facts->irq < 0)
		return "closed";
	data = irq_get_irq_data(facts->irq);
	return data && irqd_irq_disabled(data) ? "disabled" : "open";
}

#define FACT(name, format, value)							\
static ssize_t name##_show(struct device *device, struct device_attribute *attribute,	\
			   char *buffer)						\
{											\
	struct ntparport_information facts;						\
											\
	ntparport_get_information(dev_get_drvdata(device), &facts);			\
	return sysfs_emit(buffer, format "\n", value);					\
}											\
static DEVICE_ATTR_RO(name)

FACT(number, "%u", facts.number);
FACT(base, "0x%lx", facts.base);
FACT(irq, "%d", facts.irq);
FACT(route, "%s", route_name(&facts));
FACT(line, "%s", line_name(&facts));
FACT(state, "%s", state_name(&facts));
FACT(waiters, "%u", facts.waiters);
FACT(connections, "%u", facts.connections);
FACT(unhandled, "%llu", facts.interrupts - facts.handled);

/* Counters, which one routine shows. */
struct counter {
	struct device_attribute attribute;
	size_t offset;
};

static ssize_t counter_show(struct device *device, struct device_attribute *attribute,
			    char *buffer)
{
	const struct counter *counter = container_of(attribute, struct counter, attribute);
	struct ntparport_information facts;
	const unsigned long long *value = (void *)&facts + counter->offset;

	ntparport_get_information(dev_get_drvdata(device), &facts);
	return sysfs_emit(buffer, "%llu\n", *value);
}

#define COUNTER(name)									\
static_assert(sizeof_field(struct ntparport_information, name) == sizeof(unsigned long long));	\
static struct counter counter_##name = {						\
	.attribute = __ATTR(name, 0444, counter_show, NULL),				\
	.offset = offsetof(struct ntparport_information, name),				\
}

COUNTER(interrupts);
COUNTER(handled);
COUNTER(missed);
COUNTER(deferred_checks);
COUNTER(yields);
COUNTER(forced_disconnects);

/* Nobody: an empty line. */
static ssize_t holder_show(struct device *device, struct device_attribute *attribute,
			   char *buffer)
{
	struct ntparport_information facts;

	ntparport_get_information(dev_get_drvdata(device), &facts);
	return facts.holder ? sysfs_emit(buffer, "%pS\n", facts.holder) :
			      sysfs_emit(buffer, "\n");
}
static DEVICE_ATTR_RO(holder);

static struct attribute *port_attrs[] = {
	&dev_attr_number.attr,
	&dev_attr_base.attr,
	&dev_attr_irq.attr,
	&dev_attr_route.attr,
	&dev_attr_line.attr,
	&dev_attr_state.attr,
	&dev_attr_holder.attr,
	&dev_attr_waiters.attr,
	&dev_attr_connections.attr,
	&counter_interrupts.attribute.attr,
	&counter_handled.attribute.attr,
	&dev_attr_unhandled.attr,
	&counter_missed.attribute.attr,
	&counter_deferred_checks.attribute.attr,
	&counter_yields.attribute.attr,
	&counter_forced_disconnects.attribute.attr,
	NULL
};
ATTRIBUTE_GROUPS(port);

static struct class ntparport_class = {
	.name = "ntparport",
	.dev_groups = port_groups,
};

int glue_class_register(void)
{
	return class_register(&ntparport_class);
}

void glue_class_unregister(void)
{
	class_unregister(&ntparport_class);
}

int glue_port_sysfs_create(struct glue_port *port)
{
	struct device *device;

	device = device_create(&ntparport_class, &port->parport->bus_dev, MKDEV(0, 0), port->core,
			       "%s", port->parport->name);
	if (IS_ERR(device))
		return PTR_ERR(device);
	port->published = device;
	return 0;
}

void glue_port_sysfs_remove(struct glue_port *port)
{
	if (port->published)
		device_unregister(port->published);
	port->published = NULL;
}
