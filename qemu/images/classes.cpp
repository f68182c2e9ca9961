// SPDX-License-Identifier: GPL-2.0
/*
 * classes.cpp - a driver in C++ of the kind that kernels allow: no exceptions, no RTTI, no static constructors. What is
 * read from \DosDevices\Classes is the same text whether it was compiled here or for Windows: virtual functions by
 * tables, of two bases (whose functions adjust `this`), destructors, pointers to members, references, templates.
 */
extern "C" {
#include <ntddk.h>
#include <stdarg.h>
#include <stdio.h>

DRIVER_INITIALIZE DriverEntry;
}

namespace {

const ULONG Tag = 'salC';
char Text[2048];
ULONG Length;
UNICODE_STRING Link;

VOID Say(const char *Format, ...)
{
	va_list arguments;

	va_start(arguments, Format);
	const int length = _vsnprintf(Text + Length, sizeof(Text) - Length, Format, arguments);
	va_end(arguments);
	if (length > 0)
		Length += length;
}

class Named {
public:
	virtual const char *Name() const = 0;
	virtual ~Named() { Say("named: gone\n"); }
};

class Counted {
public:
	explicit Counted(int Count) : count_(Count) { }
	virtual int Count() { return count_; }
	virtual int More(int By, LONGLONG Far) { return count_ += By + static_cast<int>(Far >> 32); }
	virtual ~Counted() { Say("counted: gone at %d\n", count_); }

	void *operator new(size_t Size) { return ExAllocatePoolWithTag(NonPagedPool, Size, Tag); }
	void operator delete(void *Memory) { ExFreePoolWithTag(Memory, Tag); }

protected:
	int count_;
};

class Port : public Counted, public Named {
public:
	explicit Port(int Count) : Counted(Count) { }
	virtual const char *Name() const { return "port"; }
	virtual int Count() { return -count_; }
	virtual ~Port() { Say("port: gone\n"); }

	void *operator new(size_t Size) { return Counted::operator new(Size); }
	void operator delete(void *Memory) { Counted::operator delete(Memory); }
	int Sum(int a, int b, int c, int d, int e) { return count_ + a + 2 * b + 3 * c + 4 * d + 5 * e; }
};

class Printer : public Port {
public:
	Printer() : Port(40) { }
	virtual const char *Name() const { return "printer"; }
	virtual int More(int By, LONGLONG Far) { return Port::More(2 * By, Far); }
};

template <typename T>
struct Pair {
	T First, Second;
	T Sum() const { return First + Second; }
};

/* Returned by value: the caller has the memory. */
template <typename T>
__declspec(noinline) Pair<T> Twice(const Pair<T> &Of)
{
	Pair<T> result = { static_cast<T>(2 * Of.First), static_cast<T>(2 * Of.Second) };

	return result;
}

/* Not known to the compiler, so that it cannot call the functions directly. */
Counted *volatile First;
Named *volatile Second;
int (Counted::*volatile Member)(int, LONGLONG) = &Counted::More;
int (Port::*volatile Plain)(int, int, int, int, int) = &Port::Sum;

VOID All()
{
	Printer *printer = new Printer;

	if (!printer)
		return;
	First = printer;
	Second = printer;
	const int count = First->Count();
	Say("%s: %d %d\n", Second->Name(), count, First->More(1, 5LL << 32));
	const int more = (First->*Member)(3, 0);
	Say("by members: %d %d\n", more, (printer->*Plain)(1, 2, 3, 4, 5));
	const Pair<int> small = { 1, 2 };
	const Pair<long long> large = { 1LL << 40, 7 };
	const long long sum = Twice(large).Sum();
	Say("twice: %d %d:%d\n", Twice(small).Sum(), static_cast<int>(sum >> 32), static_cast<int>(sum));
	/* By its second base. */
	delete Second;
	First = new Counted(3);
	if (First)
		Say("counted: %d\n", First->Count());
	delete First;
}

#ifndef TRIES_HOST
NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT, PIRP Irp) { return Complete(Irp, STATUS_SUCCESS, 0); }

NTSTATUS NTAPI Read(PDEVICE_OBJECT, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	LONGLONG offset = location->Parameters.Read.ByteOffset.QuadPart;
	ULONG length = location->Parameters.Read.Length;

	if (offset < 0 || offset > Length)
		offset = Length;
	if (length > Length - static_cast<ULONG>(offset))
		length = Length - static_cast<ULONG>(offset);
	RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, Text + offset, length);
	return Complete(Irp, STATUS_SUCCESS, length);
}

VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	IoDeleteSymbolicLink(&Link);
	IoDeleteDevice(DriverObject->DeviceObject);
}
#endif

}

extern "C" {

/* What a virtual function is that a class does not have; on Windows it is in a library. */
#ifdef __MINGW32__
int _purecall() { return 0; }
void __cxa_pure_virtual() { }
#endif

#ifdef TRIES_HOST
/* For kit/image_test.py, in a program. */
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING)
{
	All();
	DbgPrint("%s", Text);
	return STATUS_SUCCESS;
}
#else
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING)
{
	UNICODE_STRING name;
	PDEVICE_OBJECT device;
	NTSTATUS status;

	RtlInitUnicodeString(&name, L"\\Device\\Classes");
	RtlInitUnicodeString(&Link, L"\\DosDevices\\Classes");
	status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&Link, &name);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	device->Flags |= DO_BUFFERED_IO;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = Read;
	DriverObject->DriverUnload = Unload;
	All();
	return STATUS_SUCCESS;
}
#endif
}
