// SPDX-License-Identifier: GPL-2.0
/*
 * system_kunit.c - the processor, the system, and for whom a thread works. That of a program's
 * request is seen where there are programs (../node/node_kunit.c).
 */

#include "toy.h"

#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif

static void features_are_the_processors(struct kunit *test)
{
	static const ULONG none[] = {
		PF_FLOATING_POINT_EMULATED, PF_MMX_INSTRUCTIONS_AVAILABLE,
		PF_XMMI_INSTRUCTIONS_AVAILABLE, PF_XMMI64_INSTRUCTIONS_AVAILABLE, 1000, ~0u,
	};
	unsigned int n;

#ifdef CONFIG_X86
	KUNIT_EXPECT_EQ(test, ExIsProcessorFeaturePresent(PF_RDTSC_INSTRUCTION_AVAILABLE),
			(BOOLEAN)boot_cpu_has(X86_FEATURE_TSC));
	KUNIT_EXPECT_EQ(test, ExIsProcessorFeaturePresent(PF_COMPARE_EXCHANGE_DOUBLE),
			(BOOLEAN)boot_cpu_has(X86_FEATURE_CX8));
	KUNIT_EXPECT_EQ(test, ExIsProcessorFeaturePresent(PF_COMPARE_EXCHANGE128),
			(BOOLEAN)boot_cpu_has(X86_FEATURE_CX16));
	KUNIT_EXPECT_EQ(test, ExIsProcessorFeaturePresent(PF_NX_ENABLED),
			(BOOLEAN)boot_cpu_has(X86_FEATURE_NX));
	KUNIT_EXPECT_TRUE(test, !IS_ENABLED(CONFIG_X86_64) ||
			  ExIsProcessorFeaturePresent(PF_PAE_ENABLED));
#endif
	for (n = 0; n < ARRAY_SIZE(none); n++)
		KUNIT_EXPECT_FALSE(test, ExIsProcessorFeaturePresent(none[n]));
}

static void system_has_no_suite(struct kunit *test)
{
	SUITE_TYPE suite;

	for (suite = SmallBusiness; suite <= MaxSuiteType; suite++)
		KUNIT_EXPECT_FALSE(test, ExVerifySuite(suite));
}

static NTSTATUS ask_for_mode(void *mode)
{
	*(KPROCESSOR_MODE *)mode = ExGetPreviousMode();
	return STATUS_SUCCESS;
}

static void thread_of_the_system_works_for_the_kernel(struct kunit *test)
{
	KPROCESSOR_MODE mode = UserMode;
	struct worker *worker = worker_start(test, ask_for_mode, &mode);

	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mode, KernelMode);
}

static NTSTATUS ask_in_request(PDEVICE_OBJECT device, PIRP irp)
{
	return toy_complete(irp, ExGetPreviousMode() == KernelMode ? STATUS_SUCCESS :
								     STATUS_UNSUCCESSFUL, 0);
}

static void request_that_a_driver_built_is_the_kernels(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	toy.on_request = ask_in_request;
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
					   &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, IoCallDriver(device, irp), STATUS_SUCCESS);
}

static struct kunit_case system_cases[] = {
	KUNIT_CASE(request_that_a_driver_built_is_the_kernels),
	KUNIT_CASE(features_are_the_processors),
	KUNIT_CASE(system_has_no_suite),
	KUNIT_CASE(thread_of_the_system_works_for_the_kernel),
	{ }
};

static struct kunit_suite system_suite = {
	.name = "ntparport_windows_ex_system",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = system_cases,
};

kunit_test_suites(&system_suite);
