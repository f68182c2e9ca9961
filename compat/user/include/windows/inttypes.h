/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* inttypes.h - the C library's; with the formats of crt.h where cc.py has printf() be that. */
/* That of clang takes a compiler of Microsoft's for one that has no such header. */
#pragma push_macro("_MSC_VER")
#undef _MSC_VER
#include_next <inttypes.h>
#pragma pop_macro("_MSC_VER")
#ifdef NTPARPORT_DIALECT
#undef PRId64
#define PRId64 "I64d"
#undef PRIdMAX
#define PRIdMAX "I64d"
#undef PRIdPTR
#define PRIdPTR "Id"
#undef PRIi64
#define PRIi64 "I64i"
#undef PRIiMAX
#define PRIiMAX "I64i"
#undef PRIiPTR
#define PRIiPTR "Ii"
#undef PRIo64
#define PRIo64 "I64o"
#undef PRIoMAX
#define PRIoMAX "I64o"
#undef PRIoPTR
#define PRIoPTR "Io"
#undef PRIu64
#define PRIu64 "I64u"
#undef PRIuMAX
#define PRIuMAX "I64u"
#undef PRIuPTR
#define PRIuPTR "Iu"
#undef PRIx64
#define PRIx64 "I64x"
#undef PRIxMAX
#define PRIxMAX "I64x"
#undef PRIxPTR
#define PRIxPTR "Ix"
#undef PRIX64
#define PRIX64 "I64X"
#undef PRIXMAX
#define PRIXMAX "I64X"
#undef PRIXPTR
#define PRIXPTR "IX"
#undef SCNd64
#define SCNd64 "I64d"
#undef SCNdMAX
#define SCNdMAX "I64d"
#undef SCNdPTR
#define SCNdPTR "Id"
#undef SCNi64
#define SCNi64 "I64i"
#undef SCNiMAX
#define SCNiMAX "I64i"
#undef SCNiPTR
#define SCNiPTR "Ii"
#undef SCNo64
#define SCNo64 "I64o"
#undef SCNoMAX
#define SCNoMAX "I64o"
#undef SCNoPTR
#define SCNoPTR "Io"
#undef SCNu64
#define SCNu64 "I64u"
#undef SCNuMAX
#define SCNuMAX "I64u"
#undef SCNuPTR
#define SCNuPTR "Iu"
#undef SCNx64
#define SCNx64 "I64x"
#undef SCNxMAX
#define SCNxMAX "I64x"
#undef SCNxPTR
#define SCNxPTR "Ix"
#endif
