/* SPDX-License-Identifier: GPL-2.0 */
/*
 * generic_table.h - the run-time library: tables of elements in the driver's memory, as trees.
 * Included by wdm.h.
 *
 * The caller locks a table. Its routines are called in the middle of these: one compares two
 * elements, one allocates memory for one, one frees that. At or below DISPATCH_LEVEL, and wherever
 * these routines may be called. The memory of an element begins with what belongs to the table
 * (sizeof(RTL_SPLAY_LINKS) + sizeof(LIST_ENTRY) bytes, or sizeof(RTL_BALANCED_LINKS)); its data
 * follows, and that is what these routines take and return. (Microsoft's pages:
 * "RtlInitializeGenericTable", "RtlInitializeGenericTableAvl" and those of the others.)
 *
 * Those without Avl in their names have a splay tree, where each search moves what it finds to the
 * root; the others a tree that stays balanced. With RTL_USE_AVL_TABLES, names of the former stand
 * for the latter.
 */
#ifndef COMPAT_NT_GENERIC_TABLE_H
#define COMPAT_NT_GENERIC_TABLE_H

#include "../ntdef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _TABLE_SEARCH_RESULT {
	TableEmptyTree,
	TableFoundNode,
	TableInsertAsLeft,
	TableInsertAsRight,
} TABLE_SEARCH_RESULT;

typedef enum _RTL_GENERIC_COMPARE_RESULTS {
	GenericLessThan,
	GenericGreaterThan,
	GenericEqual,
} RTL_GENERIC_COMPARE_RESULTS;

typedef struct _RTL_SPLAY_LINKS {
	struct _RTL_SPLAY_LINKS *Parent;
	struct _RTL_SPLAY_LINKS *LeftChild;
	struct _RTL_SPLAY_LINKS *RightChild;
} RTL_SPLAY_LINKS, *PRTL_SPLAY_LINKS;

typedef struct _RTL_BALANCED_LINKS {
	struct _RTL_BALANCED_LINKS *Parent;
	struct _RTL_BALANCED_LINKS *LeftChild;
	struct _RTL_BALANCED_LINKS *RightChild;
	CHAR Balance;
	UCHAR Reserved[3];
} RTL_BALANCED_LINKS, *PRTL_BALANCED_LINKS;

struct _RTL_GENERIC_TABLE;
typedef RTL_GENERIC_COMPARE_RESULTS NTAPI
RTL_GENERIC_COMPARE_ROUTINE(struct _RTL_GENERIC_TABLE *Table, PVOID FirstStruct,
			    PVOID SecondStruct);
typedef RTL_GENERIC_COMPARE_ROUTINE *PRTL_GENERIC_COMPARE_ROUTINE;
typedef PVOID NTAPI RTL_GENERIC_ALLOCATE_ROUTINE(struct _RTL_GENERIC_TABLE *Table, CLONG ByteSize);
typedef RTL_GENERIC_ALLOCATE_ROUTINE *PRTL_GENERIC_ALLOCATE_ROUTINE;
typedef VOID NTAPI RTL_GENERIC_FREE_ROUTINE(struct _RTL_GENERIC_TABLE *Table, PVOID Buffer);
typedef RTL_GENERIC_FREE_ROUTINE *PRTL_GENERIC_FREE_ROUTINE;

struct _RTL_AVL_TABLE;
typedef RTL_GENERIC_COMPARE_RESULTS NTAPI RTL_AVL_COMPARE_ROUTINE(struct _RTL_AVL_TABLE *Table,
								  PVOID FirstStruct,
								  PVOID SecondStruct);
typedef RTL_AVL_COMPARE_ROUTINE *PRTL_AVL_COMPARE_ROUTINE;
typedef PVOID NTAPI RTL_AVL_ALLOCATE_ROUTINE(struct _RTL_AVL_TABLE *Table, CLONG ByteSize);
typedef RTL_AVL_ALLOCATE_ROUTINE *PRTL_AVL_ALLOCATE_ROUTINE;
typedef VOID NTAPI RTL_AVL_FREE_ROUTINE(struct _RTL_AVL_TABLE *Table, PVOID Buffer);
typedef RTL_AVL_FREE_ROUTINE *PRTL_AVL_FREE_ROUTINE;
typedef NTSTATUS NTAPI RTL_AVL_MATCH_FUNCTION(struct _RTL_AVL_TABLE *Table, PVOID UserData,
					      PVOID MatchData);
typedef RTL_AVL_MATCH_FUNCTION *PRTL_AVL_MATCH_FUNCTION;

typedef struct _RTL_GENERIC_TABLE {
	PRTL_SPLAY_LINKS TableRoot;
	LIST_ENTRY InsertOrderList;
	PLIST_ENTRY OrderedPointer;
	ULONG WhichOrderedElement;
	ULONG NumberGenericTableElements;
	PRTL_GENERIC_COMPARE_ROUTINE CompareRoutine;
	PRTL_GENERIC_ALLOCATE_ROUTINE AllocateRoutine;
	PRTL_GENERIC_FREE_ROUTINE FreeRoutine;
	PVOID TableContext;
} RTL_GENERIC_TABLE, *PRTL_GENERIC_TABLE;

typedef struct _RTL_AVL_TABLE {
	RTL_BALANCED_LINKS BalancedRoot;
	PVOID OrderedPointer;
	ULONG WhichOrderedElement;
	ULONG NumberGenericTableElements;
	ULONG DepthOfTree;
	PRTL_BALANCED_LINKS RestartKey;
	ULONG DeleteCount;
	PRTL_AVL_COMPARE_ROUTINE CompareRoutine;
	PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine;
	PRTL_AVL_FREE_ROUTINE FreeRoutine;
	PVOID TableContext;
} RTL_AVL_TABLE, *PRTL_AVL_TABLE;

/* Describes an empty table. Linux: own code. */
#define RtlInitializeGenericTable ntparport_RtlInitializeGenericTable
VOID NTAPI RtlInitializeGenericTable(PRTL_GENERIC_TABLE Table,
				     PRTL_GENERIC_COMPARE_ROUTINE CompareRoutine,
				     PRTL_GENERIC_ALLOCATE_ROUTINE AllocateRoutine,
				     PRTL_GENERIC_FREE_ROUTINE FreeRoutine, PVOID TableContext);
#define RtlInitializeGenericTableAvl ntparport_RtlInitializeGenericTableAvl
VOID NTAPI RtlInitializeGenericTableAvl(PRTL_AVL_TABLE Table,
					PRTL_AVL_COMPARE_ROUTINE CompareRoutine,
					PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine,
					PRTL_AVL_FREE_ROUTINE FreeRoutine, PVOID TableContext);
/*
 * Inserts an element with a copy of BufferSize bytes of Buffer, unless there is one that the
 * driver's routine calls equal. Returns the data of the element that is in the table then; NULL:
 * there is no memory for it. NewElement, which may be NULL, gets whether it is new. The Full ones
 * insert it where RtlLookupElementGenericTableFull() has not found it. Linux: own code.
 */
#define RtlInsertElementGenericTable ntparport_RtlInsertElementGenericTable
PVOID NTAPI RtlInsertElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer, CLONG BufferSize,
					 PBOOLEAN NewElement);
#define RtlInsertElementGenericTableAvl ntparport_RtlInsertElementGenericTableAvl
PVOID NTAPI RtlInsertElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG BufferSize,
					    PBOOLEAN NewElement);
#define RtlInsertElementGenericTableFull ntparport_RtlInsertElementGenericTableFull
PVOID NTAPI RtlInsertElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer,
					     CLONG BufferSize, PBOOLEAN NewElement,
					     PVOID NodeOrParent, TABLE_SEARCH_RESULT SearchResult);
#define RtlInsertElementGenericTableFullAvl ntparport_RtlInsertElementGenericTableFullAvl
PVOID NTAPI RtlInsertElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer,
						CLONG BufferSize, PBOOLEAN NewElement,
						PVOID NodeOrParent,
						TABLE_SEARCH_RESULT SearchResult);
/* Removes and frees the element that is equal to Buffer. FALSE: there is none. Linux: own code. */
#define RtlDeleteElementGenericTable ntparport_RtlDeleteElementGenericTable
BOOLEAN NTAPI RtlDeleteElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer);
#define RtlDeleteElementGenericTableAvl ntparport_RtlDeleteElementGenericTableAvl
BOOLEAN NTAPI RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer);
/*
 * The data of the element that is equal to Buffer, or NULL. The Full ones also say where it is, or
 * would be. Linux: own code.
 */
#define RtlLookupElementGenericTable ntparport_RtlLookupElementGenericTable
PVOID NTAPI RtlLookupElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer);
#define RtlLookupElementGenericTableAvl ntparport_RtlLookupElementGenericTableAvl
PVOID NTAPI RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer);
#define RtlLookupElementGenericTableFull ntparport_RtlLookupElementGenericTableFull
PVOID NTAPI RtlLookupElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer,
					     PVOID *NodeOrParent,
					     TABLE_SEARCH_RESULT *SearchResult);
#define RtlLookupElementGenericTableFullAvl ntparport_RtlLookupElementGenericTableFullAvl
PVOID NTAPI RtlLookupElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer,
						PVOID *NodeOrParent,
						TABLE_SEARCH_RESULT *SearchResult);
/*
 * The first one, in the order of the elements, of those that are equal to Buffer, or NULL; and
 * where it is, for RtlEnumerateGenericTableWithoutSplayingAvl(). Linux: own code.
 */
#define RtlLookupFirstMatchingElementGenericTableAvl ntparport_RtlLookupFirstMatchingElementGenericTableAvl
PVOID NTAPI RtlLookupFirstMatchingElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer,
							 PVOID *RestartKey);
/*
 * The elements in their order, one for each call: with Restart the first, then the next one. NULL:
 * there are no more. In a splay tree, what comes next is up to what was found last, whoever asked;
 * in the other, an element that is deleted meanwhile does no harm. Linux: own code.
 */
#define RtlEnumerateGenericTable ntparport_RtlEnumerateGenericTable
PVOID NTAPI RtlEnumerateGenericTable(PRTL_GENERIC_TABLE Table, BOOLEAN Restart);
#define RtlEnumerateGenericTableAvl ntparport_RtlEnumerateGenericTableAvl
PVOID NTAPI RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE Table, BOOLEAN Restart);
/*
 * The same; *RestartKey, NULL for the first one, says how far it is. Nothing in the table changes,
 * and nothing may be deleted meanwhile. Linux: own code.
 */
#define RtlEnumerateGenericTableWithoutSplaying ntparport_RtlEnumerateGenericTableWithoutSplaying
PVOID NTAPI RtlEnumerateGenericTableWithoutSplaying(PRTL_GENERIC_TABLE Table, PVOID *RestartKey);
#define RtlEnumerateGenericTableWithoutSplayingAvl ntparport_RtlEnumerateGenericTableWithoutSplayingAvl
PVOID NTAPI RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE Table, PVOID *RestartKey);
/*
 * The same, of elements that the driver's routine, if there is one, takes: its status is
 * STATUS_SUCCESS, or STATUS_NO_MATCH to go on, or another to end it with NULL. Where *RestartKey is
 * NULL, or something was deleted since, it begins at Buffer or, if that is not in the table, at the
 * one after it; else at the one of *RestartKey. With NextFlag it begins after the one that it
 * finds. Linux: own code.
 */
#define RtlEnumerateGenericTableLikeADirectory ntparport_RtlEnumerateGenericTableLikeADirectory
PVOID NTAPI RtlEnumerateGenericTableLikeADirectory(PRTL_AVL_TABLE Table,
						   PRTL_AVL_MATCH_FUNCTION MatchFunction,
						   PVOID MatchData, ULONG NextFlag,
						   PVOID *RestartKey, PULONG DeleteCount,
						   PVOID Buffer);
/*
 * The element of this number, from 0 on, or NULL: in a splay table in the order in which they were
 * inserted, in an Avl table in that of the elements. Linux: own code.
 */
#define RtlGetElementGenericTable ntparport_RtlGetElementGenericTable
PVOID NTAPI RtlGetElementGenericTable(PRTL_GENERIC_TABLE Table, ULONG I);
#define RtlGetElementGenericTableAvl ntparport_RtlGetElementGenericTableAvl
PVOID NTAPI RtlGetElementGenericTableAvl(PRTL_AVL_TABLE Table, ULONG I);
/* How many elements there are; whether there are none. Linux: own code. */
#define RtlNumberGenericTableElements ntparport_RtlNumberGenericTableElements
ULONG NTAPI RtlNumberGenericTableElements(PRTL_GENERIC_TABLE Table);
#define RtlNumberGenericTableElementsAvl ntparport_RtlNumberGenericTableElementsAvl
ULONG NTAPI RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE Table);
#define RtlIsGenericTableEmpty ntparport_RtlIsGenericTableEmpty
BOOLEAN NTAPI RtlIsGenericTableEmpty(PRTL_GENERIC_TABLE Table);
#define RtlIsGenericTableEmptyAvl ntparport_RtlIsGenericTableEmptyAvl
BOOLEAN NTAPI RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE Table);

#ifdef __cplusplus
}
#endif

#endif
