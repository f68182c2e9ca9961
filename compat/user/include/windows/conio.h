/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * conio.h - keys, without waiting for a line. There are no ports here (inp, outp): see
 * README.md.
 */
#ifndef NTPARPORT_CONIO_H
#define NTPARPORT_CONIO_H

#include "../ntparport/crt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of the terminal, or else of the standard input; -1 at its end. */
int _kbhit(void);
int _getch(void);
int _getche(void);
int _putch(int c);
int _ungetch(int c);
int _cputs(const char *text);
int _cprintf(const char *format, ...);
int kbhit(void);
int getch(void);
int getche(void);
int putch(int c);
int cputs(const char *text);
int cprintf(const char *format, ...);

#ifdef __cplusplus
}
#endif

#endif
