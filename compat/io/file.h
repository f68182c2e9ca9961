/* SPDX-License-Identifier: GPL-2.0 */
/* file.h - open devices; no driver sees it. */
#ifndef COMPAT_IO_FILE_H
#define COMPAT_IO_FILE_H

#include "base/nt.h"
#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Opens a device: IRP_MJ_CREATE, and then a file with one reference. The last
 * reference sends IRP_MJ_CLOSE. nt_file_cleanup() is for the end of the last
 * handle: IRP_MJ_CLEANUP. Process context; a signal that kills the process ends
 * the wait, and what was begun ends without it.
 */
NTSTATUS nt_file_open(PUNICODE_STRING name, ACCESS_MASK access, PFILE_OBJECT *file);
void nt_file_cleanup(PFILE_OBJECT file);
/*
 * ObDereferenceObject(), which waits for IRP_MJ_CLOSE if that was the last
 * reference, until the process is killed (W5). Process context.
 */
void nt_file_close(PFILE_OBJECT file);
/* What it is open on, which drivers may write over in the file. */
PDEVICE_OBJECT nt_file_device_object(PFILE_OBJECT file);

/* Closes what a driver has opened and left, and says so. */
void nt_files_gone(struct nt_driver *driver);

/*
 * A file is gone, and a device may be idle. At or below DISPATCH_LEVEL; set before the
 * first driver is loaded.
 */
extern void (*nt_file_closed)(void);

/* How many there are. Any IRQL. */
unsigned int nt_file_count(void);

#ifdef __cplusplus
}
#endif

#endif
