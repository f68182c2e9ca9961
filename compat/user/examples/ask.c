// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * ask.c - a console program for Windows: writes a text to a driver's device and reads what comes
 * back, for at most five seconds.
 *
 *	ask DEVICE TEXT
 *
 * It compiles as it is for Windows (x86_64-w64-mingw32-gcc ask.c) and for Linux.
 */

#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include <string.h>

static int complain(const char *what)
{
	DWORD error = GetLastError();
	char text[200] = "?\n";

	FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, error, 0, text,
		       sizeof(text), NULL);
	fprintf(stderr, "%s: error %lu: %s", what, (unsigned long)error, text);
	return 1;
}

/* Waits for a request that is under way; gives it up after five seconds. */
static BOOL finish(HANDLE device, OVERLAPPED *io, DWORD *length)
{
	if (GetLastError() != ERROR_IO_PENDING)
		return FALSE;
	if (WaitForSingleObject(io->hEvent, 5000) == WAIT_TIMEOUT)
		CancelIo(device);
	return GetOverlappedResult(device, io, length, TRUE);
}

int main(int argc, char **argv)
{
	OVERLAPPED io = { 0 };
	char name[MAX_PATH], buffer[256];
	HANDLE device;
	DWORD length;

	if (argc != 3 || strlen(argv[1]) > 100) {
		fprintf(stderr, "usage: ask DEVICE TEXT\n");
		return 2;
	}
	sprintf(name, "\\\\.\\%s", argv[1]);
	device = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
			     FILE_FLAG_OVERLAPPED, NULL);
	if (device == INVALID_HANDLE_VALUE)
		return complain(argv[1]);
	io.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
	if (!WriteFile(device, argv[2], (DWORD)strlen(argv[2]), &length, &io) &&
	    !finish(device, &io, &length))
		return complain("WriteFile");
	printf("The driver took %lu bytes.\n", (unsigned long)length);
	if (!ReadFile(device, buffer, sizeof(buffer), &length, &io) && !finish(device, &io, &length))
		return complain("ReadFile");
	printf("The driver gave %lu bytes: %.*s\n", (unsigned long)length, (int)length, buffer);
	CloseHandle(io.hEvent);
	CloseHandle(device);
	return 0;
}
