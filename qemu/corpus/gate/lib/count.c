/* SPDX-License-Identifier: GPL-2.0 */
/* count.c - the library of the gate: who may pass. */
#include <ntddk.h>
#include "Gate.h"

ULONG GateSum(PUCHAR Bytes, ULONG Length)
{
	ULONG sum = 0;

	while (Length--)
		sum = (sum << 1 | sum >> 31) ^ *Bytes++;
	return sum;
}

BOOLEAN GateMayPass(PGATE Gate, ULONG Sum)
{
	Gate->Asked++;
	if (Sum % GATE_MODULUS)
		return FALSE;
	Gate->Passed++;
	return TRUE;
}
