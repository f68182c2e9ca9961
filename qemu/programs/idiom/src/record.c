// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * record.c - structures that are the driver's, too: how they lie in memory.
 */

#include <windows.h>
#include <winioctl.h>
#include <initguid.h>
#include <stdio.h>
#include <stddef.h>
#include <string.h>
#include "shared.h"
#include ".\..\INC\GATE.H"

static __forceinline ULONG Half(ULONG Value) { return Value / 2; }

DWORD __stdcall GateSum(HGATE hGate, const BYTE *pbData, SIZE_T cbData)
{
	DWORD dwSum = 0;

	UNREFERENCED_PARAMETER(hGate);
	while (cbData--)
		dwSum += *pbData++;
	return dwSum;
}

int main(void)
{
	FLAGS Flags = { 0 };
	GUID Other = GUID_GATE;
	union { DWORD dw; BYTE ab[4]; } Word;
	GATE_MODE Mode = GateOpen;

	Flags.d = 0x3fffffff;
	Word.dw = 0x04030201L;
	printf("%u %u %u %u\n", (unsigned)sizeof(PACKET), (unsigned)offsetof(PACKET, dwLength), (unsigned)sizeof(FLAGS),
	       (unsigned)sizeof(ALIGNED));
	printf("%u %u %u %u\n", (unsigned)sizeof(GATE_STATE), (unsigned)sizeof(GATE_RECORD),
	       (unsigned)offsetof(GATE_STATE, Total), (unsigned)sizeof(long));
	printf("%lu %lu %d %d\n", GateSum(NULL, Word.ab, 4), Half(9), !memcmp(&Other, &GUID_GATE, sizeof(GUID)), Mode);
	printf("%08lX %d %x\n", (unsigned long)IOCTL_GATE_STATE, SUCCEEDED(E_FAIL), Flags.d);
	return 0;
}
