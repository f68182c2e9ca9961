// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * timing.c - measures how long something takes, in each of the ways there were; and memory.
 */

#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned __int64 QWORD;

static BOOL Check(const char *What, BOOL Good)
{
	printf("%s %s\n", What, Good ? "good" : "bad");
	return Good;
}

int main()
{
	LARGE_INTEGER Start, End, Frequency;
	SYSTEMTIME Time, Again;
	FILETIME FileTime;
	DWORD Ticks = GetTickCount();
	QWORD Micro;
	char Text[40];
	LPBYTE Block;
	LPDWORD Pages;
	HGLOBAL Global;
	BOOL Good = TRUE;

	QueryPerformanceFrequency(&Frequency);
	QueryPerformanceCounter(&Start);
	Sleep(30);
	QueryPerformanceCounter(&End);
	Micro = (QWORD)(End.QuadPart - Start.QuadPart) * 1000000ui64 / Frequency.QuadPart;
	Good &= Check("counter", Micro >= 29000 && Micro < 20000000i64);
	Ticks = GetTickCount() - Ticks;
	Good &= Check("ticks", Ticks >= 29 && Ticks < 20000);
	_snprintf(Text, sizeof(Text), "%I64u %08lX %#x", (QWORD)1 << 40, 0xBEEFUL, 17);
	printf("%s\n", Text);
	GetSystemTime(&Time);
	Good &= Check("time", SystemTimeToFileTime(&Time, &FileTime) && FileTimeToSystemTime(&FileTime, &Again) &&
		      !memcmp(&Time, &Again, sizeof(Time)));
	Good &= Check("words", MAKELONG(0x5678, 0x1234) == 0x12345678 && LOBYTE(0x1234) == 0x34 &&
		      HIWORD(0x12345678) == 0x1234 && MAKEWORD(1, 2) == 0x201);
	Block = (LPBYTE)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 100);
	Good &= Check("heap", Block && !Block[99] && HeapFree(GetProcessHeap(), 0, Block));
	Global = GlobalAlloc(GHND, 100);
	Block = (LPBYTE)GlobalLock(Global);
	FillMemory(Block, 100, 0x55);
	Good &= Check("global", Block[50] == 0x55 && !GlobalUnlock(Global) && !GlobalFree(Global));
	Pages = (LPDWORD)VirtualAlloc(NULL, 10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
	Pages[2000] = 7;
	Good &= Check("pages", Pages[2000] == 7 && VirtualFree(Pages, 0, MEM_RELEASE) &&
		      !VirtualFree(Pages, 0, MEM_RELEASE));
	_ultoa(0xFFFFFFFFUL, Text, 16);
	Good &= Check("digits", !strcmp(Text, "ffffffff") && !strcmp(itoa(-12, Text, 10), "-12"));
	Good &= Check("least", min(3, 4) == 3 && __max(3, 4) == 4);
	return Good ? 0 : 1;
}
