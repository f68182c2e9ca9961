// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * THERMO.C - the console program that came with a thermometer on LPT1 and its driver (METER.SYS):
 * prints that many readings.
 *
 *	thermo [COUNT]
 *
 * It compiles as it is for Windows and for Linux.
 */

#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

static int Complain(LPCSTR What)
{
	DWORD Error = GetLastError();
	LPSTR Text = NULL;

	FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM |
			      FORMAT_MESSAGE_IGNORE_INSERTS,
		      NULL, Error, 0, (LPTSTR)&Text, 0, NULL);
	printf("%s: error %lu: %s", What, (unsigned long)Error, Text ? Text : "\n");
	LocalFree(Text);
	return 1;
}

int main(int argc, char **argv)
{
	int Count = argc > 1 ? atoi(argv[1]) : 1;
	HANDLE Meter;
	CHAR Line[64];
	DWORD Length;

	Meter = CreateFile(TEXT("\\\\.\\Meter"), GENERIC_READ, 0, NULL, OPEN_EXISTING,
			   FILE_ATTRIBUTE_NORMAL, NULL);
	if (Meter == INVALID_HANDLE_VALUE)
		return Complain("CreateFile");
	while (Count-- > 0) {
		if (!ReadFile(Meter, Line, sizeof(Line), &Length, NULL))
			return Complain("ReadFile");
		printf("It has %.*s", (int)Length, Line);
		Sleep(10);
	}
	CloseHandle(Meter);
	return 0;
}
