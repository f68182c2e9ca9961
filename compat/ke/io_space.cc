// SPDX-License-Identifier: GPL-2.0
/// io_space.cc - registers in memory. No device's memory is mapped: what is left is the driver's.

#include "base/check.hh"
#include "base/poll.hh"

namespace {

// As Windows' headers have them.
#if __SIZEOF_POINTER__ == 8
using Byte = volatile UCHAR;
using Word = volatile USHORT;
using Long = volatile ULONG;
#else
using Byte = UCHAR;
using Word = USHORT;
using Long = ULONG;
#endif

template <typename T>
bool register_ok(const volatile T *place, ULONG count, Caller caller)
{
	return ok(are_memory(const_cast<const T *>(place), count), "the register", caller);
}

template <typename T>
bool buffer_ok(const T *buffer, ULONG count, Caller caller)
{
	return ok(are_memory(buffer, count), "the buffer", caller);
}

template <typename T>
T read(const volatile T *place, Caller caller = Caller())
{
	nt_poll();
	return register_ok(place, 1, caller) ? *place : static_cast<T>(~T{ 0 });
}

template <typename T>
void write(volatile T *place, T value, Caller caller = Caller())
{
	nt_poll();
	if (!register_ok(place, 1, caller))
		return;
	*place = value;
	KeMemoryBarrier();
}

template <typename T>
void read_buffer(const volatile T *place, T *buffer, ULONG count, Caller caller = Caller())
{
	nt_poll();
	if (!count || !buffer_ok(buffer, count, caller))
		return;
	const bool is = register_ok(place, count, caller);
	in_parts(count, [=](ULONG from, ULONG number) {
		for (ULONG n = from; n < from + number; n++)
			buffer[n] = is ? place[n] : static_cast<T>(~T{ 0 });
	});
}

template <typename T>
void write_buffer(volatile T *place, const T *buffer, ULONG count, Caller caller = Caller())
{
	nt_poll();
	if (!count || !buffer_ok(buffer, count, caller) || !register_ok(place, count, caller))
		return;
	in_parts(count, [=](ULONG from, ULONG number) {
		for (ULONG n = from; n < from + number; n++)
			place[n] = buffer[n];
	});
	KeMemoryBarrier();
}

}

UCHAR NTAPI READ_REGISTER_UCHAR(Byte *place) { return read(place); }
USHORT NTAPI READ_REGISTER_USHORT(Word *place) { return read(place); }
ULONG NTAPI READ_REGISTER_ULONG(Long *place) { return read(place); }

VOID NTAPI WRITE_REGISTER_UCHAR(Byte *place, UCHAR value) { write<UCHAR>(place, value); }

VOID NTAPI WRITE_REGISTER_USHORT(Word *place, USHORT value) { write<USHORT>(place, value); }

VOID NTAPI WRITE_REGISTER_ULONG(Long *place, ULONG value) { write<ULONG>(place, value); }

VOID NTAPI READ_REGISTER_BUFFER_UCHAR(PUCHAR place, PUCHAR buffer, ULONG count)
{
	read_buffer<UCHAR>(place, buffer, count);
}

VOID NTAPI READ_REGISTER_BUFFER_USHORT(PUSHORT place, PUSHORT buffer, ULONG count)
{
	read_buffer<USHORT>(place, buffer, count);
}

VOID NTAPI READ_REGISTER_BUFFER_ULONG(PULONG place, PULONG buffer, ULONG count)
{
	read_buffer<ULONG>(place, buffer, count);
}

VOID NTAPI WRITE_REGISTER_BUFFER_UCHAR(PUCHAR place, PUCHAR buffer, ULONG count)
{
	write_buffer<UCHAR>(place, buffer, count);
}

VOID NTAPI WRITE_REGISTER_BUFFER_USHORT(PUSHORT place, PUSHORT buffer, ULONG count)
{
	write_buffer<USHORT>(place, buffer, count);
}

VOID NTAPI WRITE_REGISTER_BUFFER_ULONG(PULONG place, PULONG buffer, ULONG count)
{
	write_buffer<ULONG>(place, buffer, count);
}

PVOID NTAPI MmMapIoSpace(PHYSICAL_ADDRESS address, SIZE_T bytes, MEMORY_CACHING_TYPE)
{
	if (irql_ok(DISPATCH_LEVEL))
		Caller().complain(
			"0x%llx (%zu bytes) is not mapped: a parallel port has no memory, and drivers get no other device's",
			static_cast<unsigned long long>(address.QuadPart), bytes);
	return nullptr;
}

VOID NTAPI MmUnmapIoSpace(PVOID address, SIZE_T)
{
	if (irql_ok(DISPATCH_LEVEL))
		Caller().complain("%p is not mapped: MmMapIoSpace never returns an address",
				  address);
}
