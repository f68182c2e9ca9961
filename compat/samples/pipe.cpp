// SPDX-License-Identifier: GPL-2.0
//
// pipe.cpp - what is written to \DosDevices\ntpipe can be read from it. A driver in C++, which
// needs no port.
//
// Reads wait for data; writes take as much as there is room for. Both use the caller's memory
// (DO_DIRECT_IO).

#include <ntddk.h>
#include <csq.h>

// C++ without its library: memory comes from the pool.
void *operator new(size_t Size, POOL_TYPE Type) noexcept
{
	return ExAllocatePoolWithTag(Type, Size, 'epiP');
}

void operator delete(void *Memory) noexcept
{
	if (Memory)
		ExFreePool(Memory);
}

namespace {

class SpinLock {
	KSPIN_LOCK Lock;

public:
	SpinLock() { KeInitializeSpinLock(&Lock); }
	void Acquire(KIRQL *Irql) { KeAcquireSpinLock(&Lock, Irql); }
	void Release(KIRQL Irql) { KeReleaseSpinLock(&Lock, Irql); }
};

class Guard {
	SpinLock &Lock;
	KIRQL Irql;

public:
	explicit Guard(SpinLock &lock) : Lock(lock) { Lock.Acquire(&Irql); }
	~Guard() { Lock.Release(Irql); }
	Guard(const Guard &) = delete;
	Guard &operator=(const Guard &) = delete;
};

// Bytes in the order in which they came.
class Buffer {
	static const ULONG Capacity = 65536;
	ULONG First = 0, Used = 0;
	UCHAR Bytes[Capacity];

public:
	ULONG Put(const UCHAR *From, ULONG Length)
	{
		ULONG n;

		for (n = 0; n < Length && Used < Capacity; n++)
			Bytes[(First + Used++) % Capacity] = From[n];
		return n;
	}

	ULONG Get(UCHAR *To, ULONG Length)
	{
		ULONG n;

		for (n = 0; n < Length && Used; n++, Used--) {
			To[n] = Bytes[First];
			First = (First + 1) % Capacity;
		}
		return n;
	}

	bool Empty() const { return !Used; }
};

NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information = 0)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

class Pipe {
	Buffer Data;
	SpinLock DataLock;
	IO_CSQ Readers;
	LIST_ENTRY ReaderList;
	SpinLock ReaderLock;

	static Pipe *Of(PIO_CSQ Csq) { return CONTAINING_RECORD(Csq, Pipe, Readers); }

	static VOID NTAPI Insert(PIO_CSQ Csq, PIRP Irp)
	{
		InsertTailList(&Of(Csq)->ReaderList, &Irp->Tail.Overlay.ListEntry);
	}

	static VOID NTAPI Remove(PIO_CSQ, PIRP Irp)
	{
		RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	}

	static PIRP NTAPI Peek(PIO_CSQ Csq, PIRP Irp, PVOID)
	{
		PLIST_ENTRY head = &Of(Csq)->ReaderList;
		PLIST_ENTRY next = Irp ? Irp->Tail.Overlay.ListEntry.Flink : head->Flink;

		return next == head ? nullptr : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
	}

	static VOID NTAPI Lock(PIO_CSQ Csq, PKIRQL Irql) { Of(Csq)->ReaderLock.Acquire(Irql); }
	static VOID NTAPI Unlock(PIO_CSQ Csq, KIRQL Irql) { Of(Csq)->ReaderLock.Release(Irql); }
	static VOID NTAPI Canceled(PIO_CSQ, PIRP Irp) { Complete(Irp, STATUS_CANCELLED); }

	static UCHAR *Memory(PIRP Irp)
	{
		return static_cast<UCHAR *>(
			MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority));
	}

	// Gives data to the reader that has waited longest; no lock is held while its request
	// completes.
	bool ServeOne()
	{
		ULONG given;
		PIRP irp;

		{
			Guard guard(DataLock);

			irp = Data.Empty() ? nullptr : IoCsqRemoveNextIrp(&Readers, nullptr);
			if (!irp)
				return false;
			given = Data.Get(Memory(irp), IoGetCurrentIrpStackLocation(irp)->Parameters.Read.Length);
		}
		Complete(irp, STATUS_SUCCESS, given);
		return true;
	}

	void Serve()
	{
		while (ServeOne())
			;
	}

public:
	Pipe()
	{
		InitializeListHead(&ReaderList);
		IoCsqInitialize(&Readers, Insert, Remove, Peek, Lock, Unlock, Canceled);
	}

	NTSTATUS Read(PIRP Irp)
	{
		IoCsqInsertIrp(&Readers, Irp, nullptr);
		Serve();
		return STATUS_PENDING;
	}

	NTSTATUS Write(PIRP Irp, ULONG Length)
	{
		ULONG taken;

		{
			Guard guard(DataLock);
			taken = Data.Put(Memory(Irp), Length);
		}
		Serve();
		return Complete(Irp, taken ? STATUS_SUCCESS : STATUS_DEVICE_BUSY, taken);
	}
};

UNICODE_STRING LinkName = RTL_CONSTANT_STRING(L"\\DosDevices\\ntpipe");
Pipe *ThePipe;

NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT, PIRP Irp) { return Complete(Irp, STATUS_SUCCESS); }

NTSTATUS NTAPI ReadWrite(PDEVICE_OBJECT, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	ULONG length = location->Parameters.Read.Length;

	if (!length)
		return Complete(Irp, STATUS_SUCCESS);
	if (location->MajorFunction == IRP_MJ_READ)
		return ThePipe->Read(Irp);
	return ThePipe->Write(Irp, length);
}

VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	IoDeleteSymbolicLink(&LinkName);
	IoDeleteDevice(DriverObject->DeviceObject);
	delete ThePipe;
}

}

extern "C" DRIVER_INITIALIZE DriverEntry;

extern "C" NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\NtPipe");
	PDEVICE_OBJECT device;
	NTSTATUS status;

	ThePipe = new (NonPagedPool) Pipe;
	if (!ThePipe)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status)) {
		delete ThePipe;
		return status;
	}
	device->Flags |= DO_DIRECT_IO;
	status = IoCreateSymbolicLink(&LinkName, &name);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		delete ThePipe;
		return status;
	}
	DriverObject->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = ReadWrite;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = ReadWrite;
	DriverObject->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
