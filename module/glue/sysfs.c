// SPDX-License-Identifier: GPL-2.0
/*
 * sysfs.c - /sys/class/ntparport/parportN: what a port is doing, one value per file
 * (sysfs-class-ntparport says what they mean).
 *
 * Nothing is stored here: a file asks the port when it is read.
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

/* "disabled": the kernel turned the line off, after too many interrupts that nobody claimed. */
static const char *line_name(const struct ntparport_information *facts)
{
	struct irq_data *data;

	if (!facts->connections || facts->irq < 0)
		return "closed";
	data = irq_get_irq_data(facts->irq);
	return data && irqd_irq_disabled(data) ? "disabled" : "open";
}

/* What one routine shows: a number, or a text. */
struct fact {
	struct device_attribute attribute;
	const char *(*text)(const struct ntparport_information *facts);
	const char *format;
	size_t offset;
	size_t size;
};

static ssize_t fact_show(struct device *device, struct device_attribute *attribute, char *buffer)
{
	const struct fact *fact = container_of(attribute, struct fact, attribute);
	struct ntparport_information facts;
	const void *value = (void *)&facts + fact->offset;

	ntparport_get_information(dev_get_drvdata(device), &facts);
	if (fact->text)
		return sysfs_emit(buffer, "%s\n", fact->text(&facts));
	return sysfs_emit(buffer, fact->format, fact->size == sizeof(int) ?
			  *(const int *)value : *(const long long *)value);
}

#define TEXT(name)									\
static struct fact fact_##name = {							\
	.attribute = __ATTR(name, 0444, fact_show, NULL),				\
	.text = name##_name,								\
}

#define NUMBER(name, how)								\
static_assert(sizeof_field(struct ntparport_information, name) == sizeof(int) ||	\
	      sizeof_field(struct ntparport_information, name) == sizeof(long long));	\
static struct fact fact_##name = {							\
	.attribute = __ATTR(name, 0444, fact_show, NULL),				\
	.format = how "\n",								\
	.offset = offsetof(struct ntparport_information, name),				\
	.size = sizeof_field(struct ntparport_information, name),			\
}

TEXT(route);
TEXT(line);
TEXT(state);
NUMBER(base, "0x%llx");
NUMBER(number, "%lld");
NUMBER(irq, "%lld");
NUMBER(waiters, "%lld");
NUMBER(connections, "%lld");
NUMBER(interrupts, "%lld");
NUMBER(handled, "%lld");
NUMBER(missed, "%lld");
NUMBER(deferred_checks, "%lld");
NUMBER(yields, "%lld");
NUMBER(forced_disconnects, "%lld");

static ssize_t unhandled_show(struct device *device, struct device_attribute *attribute,
			      char *buffer)
{
	struct ntparport_information facts;

	ntparport_get_information(dev_get_drvdata(device), &facts);
	return sysfs_emit(buffer, "%llu\n", facts.interrupts - facts.handled);
}
static DEVICE_ATTR_RO(unhandled);

/* If nobody has the port: an empty line. */
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
	&fact_number.attribute.attr,
	&fact_base.attribute.attr,
	&fact_irq.attribute.attr,
	&fact_route.attribute.attr,
	&fact_line.attribute.attr,
	&fact_state.attribute.attr,
	&dev_attr_holder.attr,
	&fact_waiters.attribute.attr,
	&fact_connections.attribute.attr,
	&fact_interrupts.attribute.attr,
	&fact_handled.attribute.attr,
	&dev_attr_unhandled.attr,
	&fact_missed.attribute.attr,
	&fact_deferred_checks.attribute.attr,
	&fact_yields.attribute.attr,
	&fact_forced_disconnects.attribute.attr,
	NULL
};
ATTRIBUTE_GROUPS(port);

static int port_suspend(struct device *device)
{
	core_set_suspended(dev_get_drvdata(device), true);
	return 0;
}

static int port_resume(struct device *device)
{
	core_set_suspended(dev_get_drvdata(device), false);
	return 0;
}

/* Not made by a macro, so that it exists without CONFIG_PM_SLEEP as well, for the cases. */
static const struct dev_pm_ops port_pm_ops = {
	.suspend = port_suspend,
	.resume = port_resume,
	.freeze = port_suspend,
	.thaw = port_resume,
	.poweroff = port_suspend,
	.restore = port_resume,
};

static struct class ntparport_class = {
	.name = "ntparport",
	.dev_groups = port_groups,
	.pm = &port_pm_ops,
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
	/*
	 * Suspended before the hardware and resumed after it: being its child does not ensure
	 * that.
	 */
	if (port->parport->dev)
		device_link_add(device, port->parport->dev, DL_FLAG_STATELESS);
	return 0;
}

void glue_port_sysfs_remove(struct glue_port *port)
{
	if (port->published)
		device_unregister(port->published);
	port->published = NULL;
}
