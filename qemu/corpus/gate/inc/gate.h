/* SPDX-License-Identifier: GPL-2.0 */
/* gate.h - what the gate's folders share. */
#define GATE_MODULUS 2

typedef struct _GATE {
	ULONG Asked;
	ULONG Passed;
} GATE, *PGATE;

ULONG GateSum(PUCHAR Bytes, ULONG Length);
BOOLEAN GateMayPass(PGATE Gate, ULONG Sum);
