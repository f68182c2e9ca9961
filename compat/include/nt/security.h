/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt/security.h - security descriptors: made and checked, for drivers that carry them. Nobody goes
 * by them here: who may open a device is up to the permissions of its node. Included by wdm.h.
 */
#ifndef COMPAT_NT_SECURITY_H
#define COMPAT_NT_SECURITY_H

#include "ob.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef PVOID PSECURITY_DESCRIPTOR;

#define ACL_REVISION			2

typedef struct _ACL {
	UCHAR AclRevision;
	UCHAR Sbz1;
	USHORT AclSize;
	USHORT AceCount;
	USHORT Sbz2;
} ACL, *PACL;

#define SECURITY_DESCRIPTOR_REVISION	1

/*
 * Makes a descriptor that says nothing: SECURITY_DESCRIPTOR_MIN_LENGTH bytes. PASSIVE_LEVEL.
 * STATUS_UNKNOWN_REVISION: Revision is not SECURITY_DESCRIPTOR_REVISION. Linux: own code.
 */
#define RtlCreateSecurityDescriptor ntparport_RtlCreateSecurityDescriptor
NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
					   ULONG Revision);
/*
 * How many bytes it takes with all that it refers to, each part rounded up to four. PASSIVE_LEVEL.
 * Linux: own code.
 */
#define RtlLengthSecurityDescriptor ntparport_RtlLengthSecurityDescriptor
ULONG NTAPI RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);
/*
 * Makes a list the one that says who may do what, to which the descriptor only points; NULL:
 * anybody may do anything. PASSIVE_LEVEL. STATUS_UNKNOWN_REVISION; STATUS_INVALID_SECURITY_DESCR:
 * it is a self-relative one. Linux: own code.
 */
#define RtlSetDaclSecurityDescriptor ntparport_RtlSetDaclSecurityDescriptor
NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
					    BOOLEAN DaclPresent, PACL Dacl,
					    BOOLEAN DaclDefaulted);
/*
 * Whether it is a descriptor: of the known revision, and so are its owner, its group and its lists.
 * PASSIVE_LEVEL. Linux: own code.
 */
#define RtlValidSecurityDescriptor ntparport_RtlValidSecurityDescriptor
BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);

#ifdef __cplusplus
}
#endif

#endif
