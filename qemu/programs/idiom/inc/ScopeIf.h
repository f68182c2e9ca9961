/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* ScopeIf.h - what the scope's driver and its programs share. */
#ifndef SCOPEIF_H
#define SCOPEIF_H

/* {5A1C7E40-3B0F-11D6-9E4C-00A0C9B2D17F} */
DEFINE_GUID(GUID_DEVINTERFACE_SCOPE,
	    0x5a1c7e40L, 0x3b0f, 0x11d6, 0x9e, 0x4c, 0x00, 0xa0, 0xc9, 0xb2, 0xd1, 0x7f);

#define SCOPE_SERVICE "SCOPEDRV"
#define IOCTL_SCOPE_VERSION CTL_CODE(FILE_DEVICE_UNKNOWN, 0x900, METHOD_BUFFERED, FILE_ANY_ACCESS)

#endif
