/* SPDX-License-Identifier: GPL-2.0 */
/* pnp.h - drivers on ports; internal. */
#ifndef COMPAT_PORT_PNP_H
#define COMPAT_PORT_PNP_H

#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

void nt_pnp_driver_added(struct nt_driver *driver);
void nt_pnp_driver_going(struct nt_driver *driver);
/* Loading of ntparport. */
void nt_pnp_init(void);

#ifdef __cplusplus
}
#endif

#endif
