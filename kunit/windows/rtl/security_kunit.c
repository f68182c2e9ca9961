// SPDX-License-Identifier: GPL-2.0
/* security_kunit.c - security descriptors. */

#include "contexts.h"

#include <ntifs.h>

static void descriptor_is_made_and_measured(struct kunit *test)
{
	SECURITY_DESCRIPTOR descriptor;
	SID owner = { .Revision = SID_REVISION, .SubAuthorityCount = 1 };
	struct {
		ACL list;
		ACCESS_ALLOWED_ACE entry;
	} dacl = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlCreateSecurityDescriptor(&descriptor, 2), STATUS_UNKNOWN_REVISION);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			RtlCreateSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
	KUNIT_EXPECT_TRUE(test, RtlValidSecurityDescriptor(&descriptor));
	KUNIT_EXPECT_EQ(test, RtlLengthSecurityDescriptor(&descriptor), (ULONG)sizeof(descriptor));
	/* A list that lets everybody do anything. */
	KUNIT_EXPECT_EQ(test, RtlSetDaclSecurityDescriptor(&descriptor, TRUE, NULL, TRUE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, descriptor.Control, SE_DACL_PRESENT | SE_DACL_DEFAULTED);
	KUNIT_EXPECT_TRUE(test, RtlValidSecurityDescriptor(&descriptor));
	dacl.list.AclRevision = ACL_REVISION;
	dacl.list.AclSize = sizeof(dacl);
	dacl.list.AceCount = 1;
	dacl.entry.Header.AceSize = sizeof(dacl.entry);
	KUNIT_EXPECT_EQ(test, RtlSetDaclSecurityDescriptor(&descriptor, TRUE, &dacl.list, FALSE),
			STATUS_SUCCESS);
	descriptor.Owner = &owner;
	KUNIT_EXPECT_TRUE(test, RtlValidSecurityDescriptor(&descriptor));
	KUNIT_EXPECT_EQ(test, RtlLengthSecurityDescriptor(&descriptor),
			(ULONG)(sizeof(descriptor) + sizeof(owner) + sizeof(dacl)));
	/* An entry that is longer than its list. */
	dacl.entry.Header.AceSize++;
	KUNIT_EXPECT_FALSE(test, RtlValidSecurityDescriptor(&descriptor));
	KUNIT_EXPECT_EQ(test, RtlSetDaclSecurityDescriptor(&descriptor, FALSE, NULL, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, RtlValidSecurityDescriptor(&descriptor));
	owner.SubAuthorityCount = 16;
	KUNIT_EXPECT_FALSE(test, RtlValidSecurityDescriptor(&descriptor));
	descriptor.Control = SE_SELF_RELATIVE;
	KUNIT_EXPECT_EQ(test, RtlSetDaclSecurityDescriptor(&descriptor, TRUE, NULL, FALSE),
			STATUS_INVALID_SECURITY_DESCR);
	KUNIT_EXPECT_FALSE(test, RtlValidSecurityDescriptor(NULL));
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, RtlLengthSecurityDescriptor(NULL), 0U);
	EXPECT_LOGGED_ONCE(test, &log, "RtlLengthSecurityDescriptor: the descriptor");
}

static struct kunit_case security_cases[] = {
	KUNIT_CASE(descriptor_is_made_and_measured),
	{ }
};

static struct kunit_suite security_suite = {
	.name = "ntparport_windows_rtl_security",
	.test_cases = security_cases,
};

kunit_test_suites(&security_suite);
