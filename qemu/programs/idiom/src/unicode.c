// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * unicode.c - one source for narrow and wide texts.
 */

#ifdef UNICODE
#define _UNICODE
#endif
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <stdlib.h>

#define DEVICE _T("\\\\.\\Gate") TEXT("0")

static TCHAR szLine[80];

int __cdecl _tmain(int argc, TCHAR *argv[])
{
	LPTSTR lpszMessage = NULL;
	TCHAR szNumber[20];
	HANDLE hGate;

	_tcscpy(szLine, argc > 1 ? argv[1] : _T("none"));
	_tcscat(szLine, _T(", "));
	_ltot(-42, szNumber, 10);
	_tcsncat(szLine, szNumber, 20);
	_tprintf(_T("%s %d %u\n"), _tcsupr(szLine), (int)_tcslen(szLine), (unsigned int)sizeof(TCHAR));
	_stprintf(szLine, TEXT("[%-6s|%4ld|%hs|%c|%lx]"), _T("left"), -7L, "narrow", _T('c'), 0xdeadUL);
	_putts(szLine);
	_tprintf(_T("%d %lu %d\n"), _tcsicmp(_T("LPT1"), _T("lpt1")), _tcstoul(_T("0x20 more"), NULL, 0),
		 (int)(_tcschr(szLine, _T('|')) - szLine));
	hGate = CreateFile(DEVICE, 0, 0, NULL, OPEN_EXISTING, 0, NULL);
	if (hGate != INVALID_HANDLE_VALUE)
		return 1;
	FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
		      NULL, GetLastError(), 0, (LPTSTR)&lpszMessage, 0, NULL);
	_tprintf(TEXT("%lu: %s"), GetLastError(), lpszMessage ? lpszMessage : TEXT("?\n"));
	LocalFree(lpszMessage);
	return lstrcmpi(_T("A"), _T("a")) || lstrlen(GetCommandLine()) == 0;
}
