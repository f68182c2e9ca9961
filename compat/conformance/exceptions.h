/* SPDX-License-Identifier: GPL-2.0 */
/*
 * exceptions.h - names that mingw-w64 lacks, with the values expected of them.
 *
 * Read after mingw.h. Each paragraph begins with its reason. A name that
 * mingw-w64 has, or that compat/include does not define, fails the comparison.
 */

/*
 * mingw-w64 has the input of the connect request but not its output. The
 * members are those of Microsoft's documentation, in its order.
 */
typedef struct _PARALLEL_INTERRUPT_INFORMATION {
	PKINTERRUPT InterruptObject;
	PPARALLEL_TRY_ALLOCATE_ROUTINE TryAllocatePortAtInterruptLevel;
	PPARALLEL_FREE_ROUTINE FreePortFromInterruptLevel;
	PVOID Context;
} PARALLEL_INTERRUPT_INFORMATION, *PPARALLEL_INTERRUPT_INFORMATION;
_Static_assert(sizeof(PARALLEL_INTERRUPT_INFORMATION) == 4 * sizeof(PVOID), "four pointers");

/*
 * mingw-w64 stops at the flags of PARALLEL_CHIP_MODE. The values are those of
 * the hardware: the mode field of the ECP standard, bits 7 to 5 of the extended
 * control register.
 */
#define ECR_SPP_MODE		(0 << 5)
#define ECR_BYTE_MODE		(1 << 5)
#define ECR_FASTCENT_MODE	(2 << 5)
#define ECR_ECP_MODE		(3 << 5)
#define ECR_EPP_MODE		(4 << 5)
#define ECR_TEST_MODE		(6 << 5)
#define ECR_CONFIG_MODE		(7 << 5)
