// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * GATE.C - asks a driver for its counter, as programs of NT 4's driver kit did it. Prints what
 * the structures look like, and which error there is without the driver.
 */

#include <WINDOWS.H>
#include <WinIoCtl.h>
#include <STDIO.H>
#include <stdlib.h>
#include <string.h>
#include <conio.h>
#include "..\inc\Gate.H"

static int Count;

_inline int Twice(int a)
{
	return 2 * a;
}

/* A name of Linux's own. */
static int getline(char *Line, int Size)
{
	strncpy(Line, "0x10 -3 4294967295", Size);
	return strlen(Line);
}

void _CRTAPI1 main(int argc, char *argv[])
{
	char Line[64], *End;
	unsigned long Address, Returned = 0;
	long Offset;
	HANDLE Gate;
	GATE_STATE State;

	if (argc > 1 && !stricmp(argv[1], "/TWICE"))
		Count = Twice(atoi(argv[2]));
	getline(Line, sizeof(Line));
	sscanf(Line, "%lx %ld", &Address, &Offset);
	printf("%lx %ld %lu %d\n", Address, Offset, strtoul("4294967295", &End, 10), Count);
	printf("%d %d %d %d\n", (int)sizeof(unsigned long), (int)sizeof(GATE_STATE), (int)sizeof(GATE_RECORD),
	       (int)FIELD_OFFSET(GATE_STATE, When));
	Gate = CreateFile("\\\\.\\GATE0", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
	if (Gate == INVALID_HANDLE_VALUE) {
		printf("CreateFile failed: %ld\n", GetLastError());
		exit(3);
	}
	if (!DeviceIoControl(Gate, IOCTL_GATE_COUNT, NULL, 0, &Count, sizeof(Count), &Returned, NULL) ||
	    !DeviceIoControl(Gate, IOCTL_GATE_STATE, NULL, 0, &State, sizeof(State), &Returned, NULL))
		printf("DeviceIoControl failed: %lu\n", GetLastError());
	CloseHandle(Gate);
}
