// SPDX-License-Identifier: GPL-2.0
/* version_kunit.c - which Windows this is; GUIDs. */

#include <kunit/test.h>

#include <ntddk.h>

#include "../log.h"

static void version_is_that_of_xp(struct kunit *test)
{
	RTL_OSVERSIONINFOEXW version;
	UNICODE_STRING text;
	ULONG major, minor, build;

	memset(&version, 0xff, sizeof(version));
	version.dwOSVersionInfoSize = sizeof(RTL_OSVERSIONINFOW);
	KUNIT_EXPECT_EQ(test, RtlGetVersion((PRTL_OSVERSIONINFOW)&version), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, version.dwOSVersionInfoSize, sizeof(RTL_OSVERSIONINFOW));
	KUNIT_EXPECT_EQ(test, version.dwMajorVersion, 5U);
	KUNIT_EXPECT_EQ(test, version.dwMinorVersion, 1U);
	KUNIT_EXPECT_EQ(test, version.dwBuildNumber, 2600U);
	KUNIT_EXPECT_EQ(test, version.dwPlatformId, VER_PLATFORM_WIN32_NT);
	KUNIT_EXPECT_EQ(test, version.szCSDVersion[13], '3');
	KUNIT_EXPECT_EQ(test, version.szCSDVersion[14], 0);
	/* What the smaller structure does not have is left alone. */
	KUNIT_EXPECT_EQ(test, version.wServicePackMajor, 0xffff);
	version.dwOSVersionInfoSize = sizeof(version);
	KUNIT_EXPECT_EQ(test, RtlGetVersion((PRTL_OSVERSIONINFOW)&version), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, version.wServicePackMajor, 3);
	KUNIT_EXPECT_EQ(test, version.wServicePackMinor, 0);
	KUNIT_EXPECT_EQ(test, version.wSuiteMask, 0);
	KUNIT_EXPECT_EQ(test, version.wProductType, VER_NT_WORKSTATION);

	KUNIT_EXPECT_FALSE(test, PsGetVersion(NULL, NULL, NULL, NULL));
	KUNIT_EXPECT_FALSE(test, PsGetVersion(&major, &minor, &build, &text));
	KUNIT_EXPECT_EQ(test, major, version.dwMajorVersion);
	KUNIT_EXPECT_EQ(test, minor, version.dwMinorVersion);
	KUNIT_EXPECT_EQ(test, build, version.dwBuildNumber);
	KUNIT_EXPECT_EQ(test, text.Length, 14 * sizeof(WCHAR));
	KUNIT_EXPECT_EQ(test, memcmp(text.Buffer, version.szCSDVersion, text.Length), 0);
	KUNIT_EXPECT_EQ(test, MmQuerySystemSize(), MmLargeSystem);
	KUNIT_EXPECT_FALSE(test, MmIsThisAnNtAsSystem());
}

/* A version as its routine takes it, and what that answers. */
struct availability {
	const char *name;

	BOOLEAN (*available)(ULONG version);
	ULONG version;
	BOOLEAN is;
};

static BOOLEAN wdm_version_available(ULONG version)
{
	return IoIsWdmVersionAvailable(version >> 8, version & 0xff);
}

static BOOLEAN ddi_version_available(ULONG version)
{
	return RtlIsNtDdiVersionAvailable(version);
}

static BOOLEAN service_pack_installed(ULONG version)
{
	return RtlIsServicePackVersionInstalled(version);
}

static const struct availability availabilities[] = {
	{ "WDM 1.10", wdm_version_available, 0x110, TRUE },
	{ "WDM 1.30", wdm_version_available, 0x130, TRUE },
	{ "WDM 1.31", wdm_version_available, 0x131, FALSE },
	{ "WDM 6.0", wdm_version_available, 0x600, FALSE },
	{ "Windows 2000", ddi_version_available, 0x05000000, TRUE },
	{ "Windows XP", ddi_version_available, 0x05010000, TRUE },
	{ "Windows XP with a service pack is not asked for here", ddi_version_available, 0x05010200,
	  FALSE },
	{ "Windows Server 2003", ddi_version_available, 0x05020000, FALSE },
	{ "Windows Vista", ddi_version_available, 0x06000000, FALSE },
	{ "Windows XP without a service pack", service_pack_installed, 0x05010000, TRUE },
	{ "Service Pack 2", service_pack_installed, 0x05010200, TRUE },
	{ "Service Pack 3", service_pack_installed, 0x05010300, TRUE },
	{ "Service Pack 4", service_pack_installed, 0x05010400, FALSE },
	{ "Windows 2000's Service Pack 3", service_pack_installed, 0x05000300, FALSE },
	{ "Windows Server 2003's Service Pack 1", service_pack_installed, 0x05020100, FALSE },
};

static void availability_name(const struct availability *availability, char *description)
{
	strscpy(description, availability->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(availability, availabilities, availability_name);

static void version_is_available_up_to_that_of_xp(struct kunit *test)
{
	const struct availability *asked = test->param_value;

	KUNIT_EXPECT_EQ(test, asked->available(asked->version), asked->is);
}

/* major.minor, service pack, and how each has to compare (0: it does not). */
struct question {
	const char *name;
	ULONG major, minor;
	USHORT pack;
	UCHAR major_is, minor_is, pack_is;
	NTSTATUS status;
};

static const struct question questions[] = {
	{ "5.1 exactly", 5, 1, 0, VER_EQUAL, VER_EQUAL, 0, STATUS_SUCCESS },
	{ "5.0 exactly", 5, 0, 0, VER_EQUAL, VER_EQUAL, 0, STATUS_REVISION_MISMATCH },
	{ "4.9 or newer", 4, 9, 0, VER_GREATER_EQUAL, VER_GREATER_EQUAL, 0, STATUS_SUCCESS },
	{ "5.1 or newer", 5, 1, 0, VER_GREATER_EQUAL, VER_GREATER_EQUAL, 0, STATUS_SUCCESS },
	{ "5.2 or newer", 5, 2, 0, VER_GREATER_EQUAL, VER_GREATER_EQUAL, 0,
	  STATUS_REVISION_MISMATCH },
	{ "6.0 or newer", 6, 0, 0, VER_GREATER_EQUAL, VER_GREATER_EQUAL, 0,
	  STATUS_REVISION_MISMATCH },
	{ "older than 6", 6, 0, 0, VER_LESS, 0, 0, STATUS_SUCCESS },
	{ "older than 5", 5, 0, 0, VER_LESS, 0, 0, STATUS_REVISION_MISMATCH },
	{ "newer than 5.0", 5, 0, 0, VER_GREATER, VER_GREATER, 0, STATUS_SUCCESS },
	{ "5.1 with pack 2 or newer", 5, 1, 2, VER_GREATER_EQUAL, VER_GREATER_EQUAL,
	  VER_GREATER_EQUAL, STATUS_SUCCESS },
	{ "5.1 with pack 4 or newer", 5, 1, 4, VER_GREATER_EQUAL, VER_GREATER_EQUAL,
	  VER_GREATER_EQUAL, STATUS_REVISION_MISMATCH },
	{ "at most 5.1 with pack 3", 5, 1, 3, VER_LESS_EQUAL, VER_LESS_EQUAL, VER_LESS_EQUAL,
	  STATUS_SUCCESS },
	{ "nothing", 0, 0, 0, 0, 0, 0, STATUS_INVALID_PARAMETER },
};

static void question_name(const struct question *question, char *description)
{
	strscpy(description, question->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(question, questions, question_name);

static void version_is_compared(struct kunit *test)
{
	const struct question *question = test->param_value;
	RTL_OSVERSIONINFOEXW version = {
		.dwMajorVersion = question->major,
		.dwMinorVersion = question->minor,
		.wServicePackMajor = question->pack,
	};
	ULONG types = (question->major_is ? VER_MAJORVERSION : 0) |
		      (question->minor_is ? VER_MINORVERSION : 0) |
		      (question->pack_is ? VER_SERVICEPACKMAJOR : 0);
	ULONGLONG mask = 0;

	VER_SET_CONDITION(mask, VER_MAJORVERSION, question->major_is);
	mask = VerSetConditionMask(mask, VER_MINORVERSION, question->minor_is);
	mask = VerSetConditionMask(mask, VER_SERVICEPACKMAJOR, question->pack_is);
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, types, mask), question->status);
}

static void other_values_are_compared(struct kunit *test)
{
	RTL_OSVERSIONINFOEXW version = {
		.dwBuildNumber = 2195, .dwPlatformId = VER_PLATFORM_WIN32_NT,
		.wProductType = VER_NT_SERVER, .wSuiteMask = 2,
	};
	const ULONGLONG newer = VerSetConditionMask(0, VER_BUILDNUMBER, VER_GREATER);
	const ULONGLONG equal = VerSetConditionMask(0, VER_PRODUCT_TYPE | VER_PLATFORMID,
						    VER_EQUAL);

	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, VER_BUILDNUMBER, newer),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, VER_PLATFORMID, equal),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, VER_PLATFORMID | VER_PRODUCT_TYPE,
						   equal), STATUS_REVISION_MISMATCH);
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, VER_SUITENAME,
						   VerSetConditionMask(0, VER_SUITENAME, VER_AND)),
			STATUS_REVISION_MISMATCH);
	/* No condition for it. */
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&version, VER_BUILDNUMBER, equal),
			STATUS_INVALID_PARAMETER);
}

static void guids_are_compared(struct kunit *test)
{
	const GUID a = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
	GUID b = a;

	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&a, &b));
	KUNIT_EXPECT_TRUE(test, InlineIsEqualGUID(&a, &b));
	KUNIT_EXPECT_TRUE(test, IsEqualGUIDAligned(&a, &b));
	b.Data4[7]++;
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(&a, &b));
	KUNIT_EXPECT_FALSE(test, InlineIsEqualGUID(&a, &b));
	KUNIT_EXPECT_FALSE(test, IsEqualGUIDAligned(&a, &b));
	b = a;
	b.Data1++;
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(&a, &b));
}

static struct kunit_case version_cases[] = {
	KUNIT_CASE(version_is_that_of_xp),
	KUNIT_CASE_PARAM(version_is_available_up_to_that_of_xp, availability_gen_params),
	KUNIT_CASE_PARAM(version_is_compared, question_gen_params),
	KUNIT_CASE(other_values_are_compared),
	KUNIT_CASE(guids_are_compared),
	{ }
};

static struct kunit_suite version_suite = {
	.name = "ntparport_windows_rtl_version",
	.test_cases = version_cases,
};

kunit_test_suites(&version_suite);
