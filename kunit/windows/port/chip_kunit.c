// SPDX-License-Identifier: GPL-2.0
/* chip_kunit.c - a port whose registers are memory: chip modes, and a chain of devices. */

#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>

#include "device_client.h"

/* The page register of an unused DMA channel: a byte that reads back as it was written. */
#define SCRATCH_ECR 0x82
#define NO_HARDWARE 0x2f0

static struct {
	struct parport *parport;
	struct parport_pc_private private;	/* for functions of parport_pc */
	u8 data, control;
	u8 pattern[8];		/* the latest bytes written, the last one first */
	unsigned int devices;	/* number of devices in the chain */
	unsigned int addressed;	/* number of addresses assigned so far */
	bool assigning;
	int selected;		/* the selected device, or -1 */
	u8 command;
} chip;

static bool knocked(void)
{
	static const u8 knock[] = { 0xff, 0x00, 0x55, 0xaa };

	return !memcmp(chip.pattern, knock, sizeof(knock));
}

static bool knocked_in(unsigned int later)
{
	static const u8 rest[] = { 0x78, 0x87, 0xff, 0x00, 0x55, 0xaa };

	return !memcmp(chip.pattern + later, rest, sizeof(rest) - later);
}

static void chip_write_data(struct parport *parport, unsigned char data)
{
	memmove(chip.pattern + 1, chip.pattern, sizeof(chip.pattern) - 1);
	chip.pattern[0] = data;
	chip.data = data;
	if (knocked_in(0)) {
		chip.assigning = true;
		chip.addressed = 0;
	}
}

static unsigned char chip_read_data(struct parport *parport)
{
	return chip.data;
}

static unsigned char chip_read_status(struct parport *parport)
{
	const u8 all = PARPORT_STATUS_BUSY | PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT |
		PARPORT_STATUS_ERROR;

	if (!chip.devices)
		return 0;
	if (knocked())
		return all;
	if (chip.pattern[0] == 0x87)
		return PARPORT_STATUS_SELECT | PARPORT_STATUS_ERROR;
	if (chip.control & PARPORT_CONTROL_STROBE)
		return chip.selected >= 0 ? 0 : PARPORT_STATUS_ERROR;
	if (chip.assigning && chip.addressed < chip.devices)
		return PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT |
			(chip.addressed + 1 < chip.devices ? PARPORT_STATUS_BUSY : 0);
	return 0;
}

static void strobed(void)
{
	chip.command = chip.data;
	if (chip.data < 4) {
		chip.addressed++;
		return;
	}
	chip.assigning = false;
	if (chip.data == 0x30)
		chip.selected = -1;
	else if ((chip.data & 0xf0) == 0xe0)
		chip.selected = (chip.data & 0xf) < chip.devices ? chip.data & 0xf : -1;
}

static void chip_write_control(struct parport *parport, unsigned char control)
{
	if (control & ~chip.control & PARPORT_CONTROL_STROBE)
		strobed();
	chip.control = control;
}

static unsigned char chip_read_control(struct parport *parport)
{
	return chip.control;
}

static unsigned char chip_frob_control(struct parport *parport, unsigned char mask,
				       unsigned char value)
{
	chip_write_control(parport, (chip.control & ~mask) ^ value);
	return chip.control;
}

static void chip_switch(struct parport *parport) { }
static void chip_init_state(struct pardevice *device, struct parport_state *state) { }
static void chip_state(struct parport *parport, struct parport_state *state) { }

static size_t chip_send(struct parport *parport, const void *buffer, size_t length, int flags)
{
	return 0;
}

static size_t chip_receive(struct parport *parport, void *buffer, size_t length, int flags)
{
	return 0;
}

static struct parport_operations chip_operations = {
	.write_data = chip_write_data,
	.read_data = chip_read_data,
	.write_control = chip_write_control,
	.read_control = chip_read_control,
	.frob_control = chip_frob_control,
	.read_status = chip_read_status,
	.enable_irq = chip_switch,
	.disable_irq = chip_switch,
	.data_forward = chip_switch,
	.data_reverse = chip_switch,
	.init_state = chip_init_state,
	.save_state = chip_state,
	.restore_state = chip_state,
	.epp_write_data = chip_send,
	.epp_read_data = chip_receive,
	.epp_write_addr = chip_send,
	.epp_read_addr = chip_receive,
	.ecp_write_data = chip_send,
	.ecp_read_data = chip_receive,
	.ecp_write_addr = chip_send,
	.compat_write_data = chip_send,
	.nibble_read_data = chip_receive,
	.byte_read_data = chip_receive,
	.owner = THIS_MODULE,
};

static struct device_client *plug_chip_with(struct kunit *test, unsigned int devices,
					    unsigned int modes)
{
	struct platform_device *device;

	memset(&chip, 0, sizeof(chip));
	chip.control = PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT;
	chip.selected = -1;
	device = platform_device_register_simple("ntparport_chip", -1, NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(device));
	chip.parport = parport_register_port(NO_HARDWARE, PARPORT_IRQ_NONE, PARPORT_DMA_NONE,
					     &chip_operations);
	KUNIT_ASSERT_NOT_NULL(test, chip.parport);
	chip.parport->private_data = &chip.private;
	chip.parport->base_hi = SCRATCH_ECR - 2;
	chip.parport->modes = PARPORT_MODE_PCSPP | modes;
	chip.parport->dev = &device->dev;
	outb(0x15, SCRATCH_ECR);
	parport_announce_port(chip.parport);
	/* The chain is there only from here on: parport has looked for devices of its own. */
	chip.devices = devices;
	return client_of_port(test, chip.parport->number);
}

static struct device_client *plug_chip(struct kunit *test, unsigned int devices)
{
	return plug_chip_with(test, devices, PARPORT_MODE_TRISTATE | PARPORT_MODE_ECP);
}

static void unplug_chip(void)
{
	struct device *device = chip.parport->dev;

	parport_remove_port(chip.parport);
	parport_del_port(chip.parport);
	platform_device_unregister(to_platform_device(device));
}

static NTSTATUS set_mode(struct device_client *client, u8 mode)
{
	PARALLEL_CHIP_MODE input = { .ModeFlags = mode };

	return ask(client, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, &input, sizeof(input),
		   sizeof(input));
}

static NTSTATUS clear_mode(struct device_client *client, u8 mode)
{
	PARALLEL_CHIP_MODE input = { .ModeFlags = mode };

	return ask(client, IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE, &input, sizeof(input),
		   sizeof(input));
}

static void chip_mode_is_set_and_cleared(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 0);
	PARALLEL_CHIP_MODE input = { .ModeFlags = ECR_ECP_MODE };

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, set_mode(client, ECR_ECP_MODE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, &input,
			    sizeof(input) - 1, 0));
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, ECR_EPP_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, 0x61));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, clear_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_ECP_MODE | 0x15);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, set_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, clear_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, clear_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_SPP_MODE | 0x15);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_BYTE_MODE | 0x15);
	release(client);
	close_port(client);
	unplug_chip();
}

/* L8: registers that parport_pc has only guessed belong to another device. */
static void registers_of_others_are_left_alone(struct kunit *test)
{
	struct device_client *client = plug_chip_with(test, 0, PARPORT_MODE_TRISTATE |
						      PARPORT_MODE_EPP | PARPORT_MODE_COMPAT);
	unsigned int number = chip.parport->number;
	PARALLEL_PNP_INFORMATION info = { };
	struct ntparport_information facts = { };
	struct ntparport *port = ntparport_get(number);
	unsigned int mode;

	KUNIT_ASSERT_FALSE(test, IS_ERR(port));
	ntparport_get_information(port, &facts);
	ntparport_put(port);
	KUNIT_EXPECT_EQ(test, facts.base_hi, 0UL);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities, PPT_EPP_PRESENT | PPT_BYTE_PRESENT);
	KUNIT_EXPECT_EQ(test, info.OriginalEcpController.QuadPart, 0LL);
	KUNIT_EXPECT_NULL(test, info.EcpController);
	KUNIT_EXPECT_EQ(test, info.SpanOfEcpController, 0U);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	for (mode = 0; mode < 0x100; mode += 0x20) {
		KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, mode));
		KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, clear_mode(client, mode));
		KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), 0x15);
	}
	WRITE_PORT_UCHAR((PUCHAR)SCRATCH_ECR, 0x42);
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), 0x15);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR((PUCHAR)SCRATCH_ECR), U8_MAX);
	release(client);
	close_port(client);
	unplug_chip();
}

/* L8: a port that attach passes over takes no registers away when it goes. */
static void port_passed_over_takes_no_registers(struct kunit *test)
{
	PUCHAR control = (PUCHAR)(lpt_direct.base + LPT_CONTROL);
	struct platform_device *device;
	struct parport *other;

	memset(&chip, 0, sizeof(chip));
	device = platform_device_register_simple("ntparport_chip", -1, NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(device));
	other = parport_register_port(lpt_direct.base, PARPORT_IRQ_NONE, PARPORT_DMA_NONE,
				      &chip_operations);
	KUNIT_ASSERT_NOT_NULL(test, other);
	other->private_data = &chip.private;
	other->dev = &device->dev;
	parport_announce_port(other);
	parport_remove_port(other);
	parport_del_port(other);
	platform_device_unregister(device);
	KUNIT_EXPECT_NE(test, inb(lpt_direct.base + LPT_CONTROL), U8_MAX);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(control), inb(lpt_direct.base + LPT_CONTROL));
}

/* W12: and the port's name is that of MS-DOS. */
static void pnp_info_says_what_the_port_can_do(struct kunit *test)
{
	WCHAR name[] = L"LPT0";
	struct device_client *client = plug_chip(test, 0);
	unsigned int number = chip.parport->number;
	PARALLEL_PNP_INFORMATION info = { };

	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info) - 1));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)sizeof(info));
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities, PPT_ECP_PRESENT | PPT_BYTE_PRESENT);
	KUNIT_EXPECT_EQ(test, info.OriginalEcpController.QuadPart, (LONGLONG)SCRATCH_ECR - 2);
	KUNIT_EXPECT_EQ(test, info.SpanOfEcpController, 3U);
	KUNIT_EXPECT_EQ(test, info.PortNumber, number);
	name[3] = '1' + number;
	KUNIT_EXPECT_EQ(test, memcmp(info.PortName, name, sizeof(name)), 0);
	/* The routines do the same as the requests. */
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE,
			info.TrySetChipMode(info.Context, ECR_ECP_MODE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.TrySetChipMode(info.Context, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR) & 0xe0, ECR_ECP_MODE);
	ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, info.CurrentMode, (ULONG)ECR_ECP_MODE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.ClearChipMode(info.Context, ECR_ECP_MODE));
	release(client);
	close_port(client);
	unplug_chip();
}

/* The chain */

static NTSTATUS chain(struct device_client *client, ULONG code, UCHAR id, ULONG flags)
{
	PARALLEL_1284_COMMAND command = { .ID = id, .CommandFlags = flags };

	return send(client, code, &command, sizeof(command), 0);
}

static void port_without_chain_has_no_devices(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	PARALLEL_1284_COMMAND command = { };

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_SELECT_DEVICE, &command, sizeof(command) - 1,
			    0));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 0, PAR_HAVE_PORT_KEEP_PORT));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 0,
			      PAR_HAVE_PORT_KEEP_PORT | PAR_END_OF_CHAIN_DEVICE));
	release(client);
}

static void device_of_a_chain_is_selected(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 2);
	struct device_client *other = client_of_port(test, chip.parport->number);
	PARALLEL_PNP_INFORMATION info = { };
	PARALLEL_1284_COMMAND command = { .ID = 1 };

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, chip.addressed, 2U);
	release(client);
	ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, info.Ieee1284_3DeviceCount, 2U);
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities & PPT_1284_3_PRESENT, PPT_1284_3_PRESENT);

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 2, 0));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, chip.selected, 1);
	/* This client has the port now: another one has to wait, and gets its device then. */
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, chain(other, IOCTL_INTERNAL_SELECT_DEVICE, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, info.TrySelectDevice(info.Context, &command));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, chain(client, IOCTL_INTERNAL_DESELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, result_of(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, chip.selected, 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			chain(other, IOCTL_INTERNAL_DESELECT_DEVICE, 0, PAR_HAVE_PORT_KEEP_PORT));
	KUNIT_EXPECT_EQ(test, chip.selected, -1);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	release(other);
	KUNIT_EXPECT_EQ(test, result_of(client), STATUS_SUCCESS);
	release(client);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.TrySelectDevice(info.Context, &command));
	KUNIT_EXPECT_EQ(test, chip.selected, 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.DeselectDevice(info.Context, &command));
	/* The control register is as it was. */
	KUNIT_EXPECT_EQ(test, chip.control, PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT);
	close_port(client);
	close_port(other);
	unplug_chip();
}

/* While a request waits, its driver exchanges all that the request says. */
static void waiting_request_selects_what_it_asked_for(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 2);
	struct device_client *other = client_of_port(test, chip.parport->number);
	PARALLEL_1284_COMMAND exchanged = { .ID = 1 };

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, chain(other, IOCTL_INTERNAL_SELECT_DEVICE, 0, 0));
	log_mark(&said);
	other->irp->AssociatedIrp.SystemBuffer = &exchanged;
	IoGetCurrentIrpStackLocation(other->irp)->Parameters.DeviceIoControl.IoControlCode = 0;
	release(client);
	KUNIT_EXPECT_EQ(test, result_of(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, chip.selected, 0);
	EXPECT_LOGGED_ONCE(test, &said, "no longer has its system buffer");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, chain(other, IOCTL_INTERNAL_DESELECT_DEVICE, 0, 0));
	close_port(client);
	close_port(other);
	unplug_chip();
}

static void selection_that_fails_frees_the_port(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 2);

	allocate(client);
	ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0);
	release(client);
	chip.devices = 1;
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	release(client);
	close_port(client);
	unplug_chip();
}

static struct kunit_case chip_cases[] = {
	KUNIT_CASE(chip_mode_is_set_and_cleared),
	KUNIT_CASE(registers_of_others_are_left_alone),
	KUNIT_CASE(port_passed_over_takes_no_registers),
	KUNIT_CASE(pnp_info_says_what_the_port_can_do),
	KUNIT_CASE(port_without_chain_has_no_devices),
	KUNIT_CASE(device_of_a_chain_is_selected),
	KUNIT_CASE(waiting_request_selects_what_it_asked_for),
	KUNIT_CASE(selection_that_fails_frees_the_port),
	{ }
};

static struct kunit_suite chip_suite = {
	.name = "ntparport_windows_chip",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = chip_cases,
};

kunit_test_suites(&chip_suite);
