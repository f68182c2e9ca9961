// SPDX-License-Identifier: GPL-2.0
/// delivery.cc - where a port's interrupts go.

#include "delivery.hh"

void Delivery::lay_out()
{
	if (!delivers_)
		stand_in(miss);
	else if (!chain_.isr_count())
		stand_in(decline);
	else if (watch_.is_wanted())
		stand_in(watched);
	else
		glue_set_isrs(glue_, chain_.isrs(), chain_.isr_count());
}

void Delivery::stand_in(unsigned char (*routine)(_KINTERRUPT *, void *))
{
	// This is safe even while the stand-in runs: its caller has already read the routine.
	stand_in_.routine = routine;
	glue_set_isrs(glue_, &stand_in_, 1);
}

// The context of the following routines is that of stand_in_: the Delivery.

unsigned char Delivery::miss(_KINTERRUPT *, void *delivery)
{
	++static_cast<Delivery *>(delivery)->missed_;
	return 0;
}

unsigned char Delivery::watched(_KINTERRUPT *object, void *delivery)
{
	Delivery *self = static_cast<Delivery *>(delivery);
	unsigned char claimed = Watch::interrupt(self->glue_, self->chain_, object);

	if (self->watch_.take_sample())
		self->lay_out();
	return claimed;
}

/// For a port whose connections all lack an interrupt routine.
unsigned char Delivery::decline(_KINTERRUPT *, void *) { return 0; }

bool Delivery::sample()
{
	rt::InterruptGuard guard(glue_);
	bool connected = chain_.isr_count();

	watch_.sample(connected);
	lay_out();
	return connected;
}

void Delivery::redirect()
{
	rt::InterruptGuard guard(glue_);

	lay_out();
}
