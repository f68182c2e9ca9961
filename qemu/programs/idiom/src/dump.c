// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * dump.c - reads LPT1 with a timeout, in the manner of 2007: annotations, <strsafe.h>, HRESULTs.
 */

#include <windows.h>
#include <winioctl.h>
#include <ntddpar.h>
#include <strsafe.h>
#include <stdio.h>
#include <stdlib.h>

#define SAFE_CLOSE(h) do { if ((h) != INVALID_HANDLE_VALUE && (h) != NULL) { CloseHandle(h); (h) = NULL; } } while (0)

static HRESULT OpenPort(__in LPCSTR pszName, __out HANDLE *phPort)
{
	CHAR szPath[MAX_PATH];
	HRESULT hr = StringCchPrintfA(szPath, ARRAYSIZE(szPath), "\\\\.\\%s", pszName);

	if (FAILED(hr))
		return hr;
	*phPort = CreateFileA(szPath, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
			      OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OVERLAPPED, NULL);
	return *phPort == INVALID_HANDLE_VALUE ? HRESULT_FROM_WIN32(GetLastError()) : S_OK;
}

static BOOL QueryId(__in HANDLE hPort, __out_bcount(cbId) PBYTE pbId, __in DWORD cbId, __inout LPDWORD pcbReturned)
{
	OVERLAPPED ov;
	BOOL fOk;

	ZeroMemory(&ov, sizeof(ov));
	ov.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
	fOk = DeviceIoControl(hPort, IOCTL_PAR_QUERY_DEVICE_ID, NULL, 0, pbId, cbId, pcbReturned, &ov);
	if (!fOk && GetLastError() == ERROR_IO_PENDING) {
		switch (WaitForSingleObject(ov.hEvent, 1000)) {
		case WAIT_OBJECT_0:
			fOk = GetOverlappedResult(hPort, &ov, pcbReturned, FALSE);
			break;
		case WAIT_TIMEOUT:
			CancelIo(hPort);
			SetLastError(ERROR_TIMEOUT);
			break;
		default:
			break;
		}
	}
	SAFE_CLOSE(ov.hEvent);
	return fOk;
}

int __cdecl main(__in int argc, __in_ecount(argc) char *argv[])
{
	static const char *const apszNames[] = { "LPT1", "LPT1:", "COM9:" };
	HANDLE hPort = INVALID_HANDLE_VALUE;
	CHAR szShort[6];
	BYTE abId[64];
	DWORD cbId = 0, i;

	UNREFERENCED_PARAMETER(argc);
	UNREFERENCED_PARAMETER(argv);
	for (i = 0; i < ARRAYSIZE(apszNames); i++) {
		HRESULT hr = OpenPort(apszNames[i], &hPort);

		printf("%s: %08lx, without a prefix %lu\n", apszNames[i], hr,
		       CreateFileA(apszNames[i], 0, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE ?
		       GetLastError() : NO_ERROR);
	}
	if (!QueryId(hPort, abId, sizeof(abId), &cbId))
		printf("QueryId: %lu\n", GetLastError());
	printf("%08lx %s\n", StringCbCopyA(szShort, sizeof(szShort), "too long"), szShort);
	SAFE_CLOSE(hPort);
	return EXIT_SUCCESS;
}
