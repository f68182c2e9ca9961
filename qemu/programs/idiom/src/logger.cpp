// SPDX-License-Identifier: GPL-2.0 OR MIT
// logger.cpp - reads commands from the console, and a scope by overlapped requests.
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <time.h>
#include <iostream>
#include <string>

using namespace std;

class CHeap
{
public:
	CHeap() : m_hHeap(HeapCreate(0, 4096, 0)) {}
	~CHeap() { if (m_hHeap) HeapDestroy(m_hHeap); }
	void* Alloc(DWORD n) { return HeapAlloc(m_hHeap, HEAP_ZERO_MEMORY, n); }
	void* Grow(void* p, DWORD n) { return HeapReAlloc(m_hHeap, HEAP_ZERO_MEMORY, p, n); }
	bool Free(void* p) { return HeapFree(m_hHeap, 0, p) != 0; }
private:
	HANDLE m_hHeap;
};

// Two reads at once, each with an event; whichever is first.
static void Read(LPCTSTR name)
{
	HANDLE h = CreateFile(name, GENERIC_READ, 0, 0, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, 0);
	if (h == INVALID_HANDLE_VALUE)
	{
		cout << "cannot open " << name << ": " << GetLastError() << endl;
		return;
	}
	OVERLAPPED ov[2];
	HANDLE events[3];
	char data[2][8];
	DWORD n = 0;
	ZeroMemory(ov, sizeof ov);
	for (int i = 0; i < 2; i++)
	{
		events[i] = ov[i].hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
		if (!ReadFile(h, data[i], 4, &n, &ov[i]) && GetLastError() != ERROR_IO_PENDING)
			cout << "ReadFile: " << GetLastError() << endl;
	}
	events[2] = CreateEvent(NULL, TRUE, FALSE, NULL);
	DWORD which = WaitForMultipleObjects(3, events, FALSE, 5000);
	cout << (which < WAIT_OBJECT_0 + 2 ? "one is complete" : "neither") << endl;
	for (i = 0; i < 2; i++)
	{
		if (!GetOverlappedResult(h, &ov[i], &n, TRUE))
			cout << "error " << GetLastError() << endl;
		else
			cout << string(data[i], data[i] + n) << "." << endl;
	}
	cout << WaitForMultipleObjects(2, events, TRUE, 0) << " " << WaitForSingleObject(events[2], 0) << endl;
	for (i = 0; i < 3; i++)
		CloseHandle(events[i]);
	CloseHandle(h);
}

int main(int argc, char* argv[])
{
	HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
	DWORD mode, count;
	TCHAR line[16];
	CHeap heap;

	if (GetConsoleMode(in, &mode))
		SetConsoleMode(in, mode & ~(ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT));
	else
		cout << "not a console: " << GetLastError() << endl;
	char* p = (char*)heap.Alloc(10);
	strcpy(p, "scope");
	p = (char*)heap.Grow(p, 5000);
	cout << p << int(p[4999]) << heap.Free(p) << (heap.Alloc(3) != 0) << endl;

	int channel = 0;
	unsigned long mask = 0;
	double gain = 0;
	float offset = 0;
	char unit[6], set[4], one = 0;
	wchar_t wide[12];
	while (ReadConsole(in, line, 15, &count, NULL) && count)
	{
		line[count] = 0;
		if (line[0] == 'q')
			break;
		int n = sscanf_s(line, "%d %lx %5s", &channel, &mask, unit, (unsigned)sizeof(unit));
		cout << n << ": " << channel << " " << mask << " " << (n > 2 ? unit : "-")
			 << (line[count - 1] == '\n' && line[count - 2] == '\r' ? " line" : " part") << endl;
	}
	cout << sscanf_s("12.5,-3e1 V:abcdef", "%lf,%f %c:%[a-c]", &gain, &offset, &one, 1, set, 4) << " " << gain << " "
		 << offset << " " << one << " " << set << endl;
	cout << sscanf_s("toolong", "%s", set, 4) << " [" << set << "] " << sscanf_s("", "%d", &channel) << " "
		 << sscanf_s("x", "%d", &channel) << endl;
	int n = swscanf(L"port LPT2: 0x278 \x00fc", L"port %4ls: %i %lc", wide, &channel, wide + 8);
	wprintf(L"%d %s %d %d\n", n, wide, channel, (int)wide[8]);
	wchar_t small[6];
	n = _snwprintf_s(small, 6, _TRUNCATE, L"%s-%d", L"value", 42);
	wprintf(L"%d %s\n", n, small);
	n = swprintf_s(small, 6, L"%d", 12345);
	wprintf(L"%d %s\n", n, small);
	char digits[4];
	cout << _itoa_s(255, digits, sizeof digits, 16) << digits << " " << strncpy_s(digits, 4, "abcdef", _TRUNCATE) << digits
		 << " " << (memcpy_s(digits, 4, "abcdef", 6) != 0) << endl;
	char date[9], time[9];
	cout << strlen(_strdate(date)) << strlen(_strtime(time)) << date[2] << time[2] << endl;
	char rest[40];
	time_t then = 86400 * 365;
	struct tm day;
	if (gets(rest))
		cout << rest << (gets(rest) == NULL) << endl;
	char* text = (char*)_alloca(40);
	if (gmtime_s(&day, &then) == 0 && asctime_s(text, 40, &day) == 0)
		cout << day.tm_year << " " << text;
	cout << asctime_s(text, 5, &day) << _scprintf("%d-%s", 42, "x") << _unlink("there is none") << endl;
	if (argc > 1)
		Read(argv[1]);
	return 0;
}
