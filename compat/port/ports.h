/* SPDX-License-Identifier: GPL-2.0 */
/* ports.h - ports as devices, for the rest of the module. */
#ifndef COMPAT_PORT_PORTS_H
#define COMPAT_PORT_PORTS_H

#ifdef __cplusplus
extern "C" {
#endif

struct parport;

/* Loading and unloading of ntparport. 0 or a negative errno. */
int nt_ports_init(void);
/* To be called before what they queue work on ends: drivers are no longer told of suspend. */
void nt_power_exit(void);
void nt_ports_exit(void);
/* A Linux port appeared, or has just gone. Process context. */
void nt_port_added(const struct parport *parport);
void nt_port_removed(const struct parport *parport);

#ifdef __cplusplus
}
#endif

#endif
