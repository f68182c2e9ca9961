/* SPDX-License-Identifier: GPL-2.0 */
/* program.h - which program called, and when */
#ifndef COMPAT_GLUE_PROGRAM_H
#define COMPAT_GLUE_PROGRAM_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A program that called, and when it did, in ticks. */
#define NT_PROGRAM_NAME 16
struct nt_program {
	char name[NT_PROGRAM_NAME];
	int pid;
	unsigned long since;
};

/* Notes the program that calls now. */
void nt_program_note(struct nt_program *program);
/* How long ago that was. */
unsigned long nt_program_seconds(const struct nt_program *program);

#ifdef __cplusplus
}
#endif

#endif
