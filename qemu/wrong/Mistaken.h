/* SPDX-License-Identifier: GPL-2.0 */
/* Mistaken.h - what mistaken.ko and user.c, the program that asks for mistakes, agree on. */
#pragma once

#define MISTAKEN_CODE(Function) ((0x8000u << 16) | ((0x800 + (Function)) << 2))

/* Input: the number of a mistake, as 32 bits. */
#define IOCTL_MISTAKE_DESCRIBE	MISTAKEN_CODE(0)	/* output: a struct mistake */
#define IOCTL_MISTAKE_MAKE	MISTAKEN_CODE(1)

struct mistake {
	char name[64];		/* empty: there are no more mistakes */
	char says[96];		/* a part of the line that the log must have */
};
