/* SPDX-License-Identifier: GPL-2.0 */
/* file.h - open devices; internal. */
#ifndef COMPAT_IO_FILE_H
#define COMPAT_IO_FILE_H

#include "glue/nt.h"
#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Opens a device for a program: sends IRP_MJ_CREATE, and returns a file with one reference, which
 * counts as a handle; nt_file_end() closes it. The end of the last handle sends IRP_MJ_CLEANUP,
 * that of the last reference IRP_MJ_CLOSE. Process context; a signal that kills the process ends
 * the wait, and what was begun finishes without it.
 */
NTSTATUS nt_file_open(PUNICODE_STRING name, ACCESS_MASK access, PFILE_OBJECT *file);
void nt_file_end(PFILE_OBJECT file);
/* Sends IRP_MJ_CLEANUP to a file that has no handle. Process context. */
void nt_file_cleanup(PFILE_OBJECT file);
/*
 * ObDereferenceObject(), which, if that was the last reference, waits for IRP_MJ_CLOSE until the
 * process is killed (W5). Process context.
 */
void nt_file_close(PFILE_OBJECT file);
/* Whether there is such a file. Any IRQL. */
bool nt_file_known(PFILE_OBJECT file);
/* The device that the file is open on. Drivers may overwrite it in the file object. */
PDEVICE_OBJECT nt_file_device_object(PFILE_OBJECT file);

/* Closes the files that a driver has opened and left, and logs it. */
void nt_files_gone(struct nt_driver *driver);

/*
 * Called when a file is gone, and its device may be idle. At or below DISPATCH_LEVEL. Set before
 * the first driver is loaded.
 */
extern void (*nt_file_closed)(void);

/* How many files there are. Any IRQL. */
unsigned int nt_file_count(void);

#ifdef __cplusplus
}
#endif

#endif
