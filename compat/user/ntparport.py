# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Windows drivers' devices, for programs on Linux: open, control, read, write, wait, cancel.

    import ntparport

    with ntparport.Device("ntpipe") as device:
        device.write(b"hello")
        print(device.read(100))
        reply = device.control(ntparport.ctl_code(0x22, 0x800), b"input", 64)

Errors are DeviceError, an OSError with Windows' code as `code` and its name as `name`. A call waits
until its request is complete. With start_read(), start_write() and start_control() a request runs
in a thread and the program continues: Pending has the result, and cancel(). wait_any() and wait_all()
wait for several, and for events; in asyncio a request can be awaited. Needs only Python's own library.
"""
import ctypes
import errno
import os
import re
import signal
import struct
import threading

__all__ = ["Device", "DeviceError", "Event", "Pending", "ctl_code", "devices", "interfaces", "wait_all", "wait_any"]

NODES = "/sys/class/ntparport_node"
MAX_LENGTH = 16 << 20
STATUS_PENDING = 0x103
STATUS_CANCELLED = 0xc0000120
STATUS_INVALID_HANDLE = 0xc0000008
METHOD_BUFFERED, METHOD_IN_DIRECT, METHOD_OUT_DIRECT, METHOD_NEITHER = range(4)
FILE_ANY_ACCESS, FILE_READ_ACCESS, FILE_WRITE_ACCESS = range(3)

# struct ntparport_device_control, and its ioctl.
_CONTROL = struct.Struct("=IIQQIIQiI")
_DEVICE_CONTROL = 3 << 30 | _CONTROL.size << 16 | ord("p") << 8 | 0xe0
# Its own action is to be ignored, and few programs use it.
_SIGNAL = signal.SIGURG
# Held where requests and events change, and notified then.
_changed = threading.Condition()
_libc = ctypes.CDLL(None, use_errno=True)

# Code of Windows: its name and a text.
ERRORS = {
    0: ("ERROR_SUCCESS", "Success"),
    1: ("ERROR_INVALID_FUNCTION", "The driver does not know this request"),
    2: ("ERROR_FILE_NOT_FOUND", "There is no such file or device"),
    3: ("ERROR_PATH_NOT_FOUND", "There is no such folder"),
    4: ("ERROR_TOO_MANY_OPEN_FILES", "Too many files are open"),
    5: ("ERROR_ACCESS_DENIED", "Access was denied"),
    6: ("ERROR_INVALID_HANDLE", "This is not a handle, or not one of that kind"),
    8: ("ERROR_NOT_ENOUGH_MEMORY", "There is not enough memory"),
    14: ("ERROR_OUTOFMEMORY", "There is not enough memory left for this"),
    18: ("ERROR_NO_MORE_FILES", "There are no more files"),
    19: ("ERROR_WRITE_PROTECT", "The medium is write-protected"),
    20: ("ERROR_BAD_UNIT", "There is no such unit"),
    21: ("ERROR_NOT_READY", "The device is not ready"),
    22: ("ERROR_BAD_COMMAND", "The device is in no state for this request"),
    23: ("ERROR_CRC", "The data are damaged"),
    24: ("ERROR_BAD_LENGTH", "The length of the data is wrong"),
    28: ("ERROR_OUT_OF_PAPER", "The printer is out of paper"),
    31: ("ERROR_GEN_FAILURE", "The device does not work"),
    32: ("ERROR_SHARING_VIOLATION", "Another program has it open"),
    34: ("ERROR_WRONG_DISK", "Another medium is in the drive"),
    38: ("ERROR_HANDLE_EOF", "There is no more data"),
    50: ("ERROR_NOT_SUPPORTED", "This is not supported"),
    55: ("ERROR_DEV_NOT_EXIST", "The device no longer exists"),
    66: ("ERROR_BAD_DEV_TYPE", "The device is of the wrong type"),
    71: ("ERROR_REQ_NOT_ACCEP", "The device accepts no more requests at present"),
    87: ("ERROR_INVALID_PARAMETER", "A parameter is wrong"),
    112: ("ERROR_DISK_FULL", "The disk is full"),
    121: ("ERROR_SEM_TIMEOUT", "The time for the request is up"),
    122: ("ERROR_INSUFFICIENT_BUFFER", "The buffer is too small"),
    123: ("ERROR_INVALID_NAME", "The name is not well-formed"),
    161: ("ERROR_BAD_PATHNAME", "The path is not well-formed"),
    170: ("ERROR_BUSY", "The device is busy"),
    183: ("ERROR_ALREADY_EXISTS", "It exists already"),
    234: ("ERROR_MORE_DATA", "There is more data than was asked for"),
    259: ("ERROR_NO_MORE_ITEMS", "There are no more items"),
    267: ("ERROR_DIRECTORY", "The name is not that of a folder"),
    317: ("ERROR_MR_MID_NOT_FOUND", "There is no text for this number"),
    995: ("ERROR_OPERATION_ABORTED", "The request was cancelled"),
    996: ("ERROR_IO_INCOMPLETE", "The request is not complete yet"),
    997: ("ERROR_IO_PENDING", "The request is under way"),
    998: ("ERROR_NOACCESS", "The memory cannot be accessed"),
    1112: ("ERROR_NO_MEDIA_IN_DRIVE", "There is no medium in the drive"),
    1113: ("ERROR_NO_UNICODE_TRANSLATION", "The text is not valid Unicode"),
    1117: ("ERROR_IO_DEVICE", "An I/O error occurred in the device"),
    1167: ("ERROR_DEVICE_NOT_CONNECTED", "The device is not connected"),
    1168: ("ERROR_NOT_FOUND", "It was not found"),
    1237: ("ERROR_RETRY", "Try it again"),
    1314: ("ERROR_PRIVILEGE_NOT_HELD", "The program does not have the right to do this"),
    1359: ("ERROR_INTERNAL_ERROR", "An internal error occurred"),
    1450: ("ERROR_NO_SYSTEM_RESOURCES", "The system does not have the resources for this"),
    1617: ("ERROR_DEVICE_REMOVED", "The device was removed"),
    1784: ("ERROR_INVALID_USER_BUFFER", "The buffer that was passed is not valid for this request"),
}

# NTSTATUS: the code that programs get for it.
STATUSES = {
    0x80000005: 234,  # STATUS_BUFFER_OVERFLOW
    0x80000002: 998,  # STATUS_DATATYPE_MISALIGNMENT
    0x80000006: 18,  # STATUS_NO_MORE_FILES
    0x8000000e: 28,  # STATUS_DEVICE_PAPER_EMPTY
    0x8000000f: 21,  # STATUS_DEVICE_POWERED_OFF
    0x80000010: 21,  # STATUS_DEVICE_OFF_LINE
    0x80000011: 170,  # STATUS_DEVICE_BUSY
    0x8000001a: 259,  # STATUS_NO_MORE_ENTRIES
    0xc0000001: 31,  # STATUS_UNSUCCESSFUL
    0xc0000002: 1,  # STATUS_NOT_IMPLEMENTED
    0xc0000003: 87,  # STATUS_INVALID_INFO_CLASS
    0xc0000004: 24,  # STATUS_INFO_LENGTH_MISMATCH
    0xc0000005: 998,  # STATUS_ACCESS_VIOLATION
    0xc0000008: 6,  # STATUS_INVALID_HANDLE
    0xc000000d: 87,  # STATUS_INVALID_PARAMETER
    0xc000000e: 2,  # STATUS_NO_SUCH_DEVICE
    0xc000000f: 2,  # STATUS_NO_SUCH_FILE
    0xc0000010: 1,  # STATUS_INVALID_DEVICE_REQUEST
    0xc0000011: 38,  # STATUS_END_OF_FILE
    0xc0000013: 1112,  # STATUS_NO_MEDIA_IN_DEVICE
    0xc0000016: 234,  # STATUS_MORE_PROCESSING_REQUIRED
    0xc0000017: 8,  # STATUS_NO_MEMORY
    0xc0000022: 5,  # STATUS_ACCESS_DENIED
    0xc0000023: 122,  # STATUS_BUFFER_TOO_SMALL
    0xc0000024: 6,  # STATUS_OBJECT_TYPE_MISMATCH
    0xc0000033: 123,  # STATUS_OBJECT_NAME_INVALID
    0xc0000034: 2,  # STATUS_OBJECT_NAME_NOT_FOUND
    0xc0000035: 183,  # STATUS_OBJECT_NAME_COLLISION
    0xc0000037: 6,  # STATUS_PORT_DISCONNECTED
    0xc0000039: 161,  # STATUS_OBJECT_PATH_INVALID
    0xc000003a: 3,  # STATUS_OBJECT_PATH_NOT_FOUND
    0xc000003b: 161,  # STATUS_OBJECT_PATH_SYNTAX_BAD
    0xc000003c: 1117,  # STATUS_DATA_OVERRUN
    0xc000003d: 1117,  # STATUS_DATA_LATE_ERROR
    0xc000003e: 23,  # STATUS_DATA_ERROR
    0xc000003f: 23,  # STATUS_CRC_ERROR
    0xc0000043: 32,  # STATUS_SHARING_VIOLATION
    0xc0000056: 5,  # STATUS_DELETE_PENDING
    0xc0000061: 1314,  # STATUS_PRIVILEGE_NOT_HELD
    0xc000007f: 112,  # STATUS_DISK_FULL
    0xc000009a: 1450,  # STATUS_INSUFFICIENT_RESOURCES
    0xc000009c: 23,  # STATUS_DEVICE_DATA_ERROR
    0xc000009d: 1167,  # STATUS_DEVICE_NOT_CONNECTED
    0xc000009e: 21,  # STATUS_DEVICE_POWER_FAILURE
    0xc00000a2: 19,  # STATUS_MEDIA_WRITE_PROTECTED
    0xc00000a3: 21,  # STATUS_DEVICE_NOT_READY
    0xc00000b5: 121,  # STATUS_IO_TIMEOUT
    0xc00000ba: 5,  # STATUS_FILE_IS_A_DIRECTORY
    0xc00000bb: 50,  # STATUS_NOT_SUPPORTED
    0xc00000c0: 55,  # STATUS_DEVICE_DOES_NOT_EXIST
    0xc00000cb: 66,  # STATUS_BAD_DEVICE_TYPE
    0xc00000d0: 71,  # STATUS_REQUEST_NOT_ACCEPTED
    0xc00000e5: 1359,  # STATUS_INTERNAL_ERROR
    0xc0000103: 267,  # STATUS_NOT_A_DIRECTORY
    0xc0000120: 995,  # STATUS_CANCELLED
    0xc0000128: 6,  # STATUS_FILE_CLOSED
    0xc0000184: 22,  # STATUS_INVALID_DEVICE_STATE
    0xc0000185: 1117,  # STATUS_IO_DEVICE_ERROR
    0xc0000186: 1117,  # STATUS_DEVICE_PROTOCOL_ERROR
    0xc0000206: 1784,  # STATUS_INVALID_BUFFER_SIZE
    0xc0000225: 1168,  # STATUS_NOT_FOUND
    0xc000022d: 1237,  # STATUS_RETRY
    0xc00002b6: 1617,  # STATUS_DEVICE_REMOVED
}

# What read(), write() and open() say, as a status.
_STATUS_OF_ERRNO = {
    errno.EPERM: 0xc0000061, errno.ENOENT: 0xc0000034, errno.ENXIO: 0xc00000a3, errno.EBADF: 0xc0000022,
    errno.ENOMEM: 0xc0000017, errno.EACCES: 0xc0000022, errno.EFAULT: 0xc0000005, errno.EBUSY: 0x80000011,
    errno.EEXIST: 0xc0000035, errno.ENODEV: 0xc00002b6, errno.EINVAL: 0xc000000d, errno.ENOTTY: 0xc0000010,
    errno.ENOSPC: 0x8000000e, errno.EROFS: 0xc00000a2, errno.ENODATA: 0xc0000011, errno.ENOBUFS: 0xc0000023,
    errno.EOPNOTSUPP: 0xc00000bb, errno.ETIMEDOUT: 0xc00000b5, errno.ECANCELED: 0xc0000120,
    errno.EMSGSIZE: 0x80000005,
}


def error_of_status(status):
    """The code that a program on Windows gets for a status, an NTSTATUS."""
    status &= 0xffffffff
    if status < 0x80000000:
        return 0
    if status >> 16 == 0xc007:
        return status & 0xffff
    return STATUSES.get(status, 317)


class DeviceError(OSError):
    """A request failed: `code` and `name` as Windows has them, `status` the NTSTATUS, `data` what
    came along with a warning (ERROR_MORE_DATA). `errno` is the same as `code`, and no errno of
    Linux'."""

    def __init__(self, status, device, code=None, data=b""):
        self.status = status & 0xffffffff
        self.code = error_of_status(status) if code is None else code
        self.name, text = ERRORS.get(self.code, (f"ERROR_{self.code}", "There is no text for this number"))
        self.data = data
        super().__init__(self.code, text, device)

    def __str__(self):
        return f"{self.name} ({self.code}): {self.strerror}: {self.filename!r} (status {self.status:#010x})"

    def __reduce__(self):
        return (type(self), (self.status, self.filename, self.code, self.data))


def ctl_code(device_type, function, method=METHOD_BUFFERED, access=FILE_ANY_ACCESS):
    """A control code, as the macro CTL_CODE makes it."""
    return device_type << 16 | access << 14 | function << 2 | method


# The folder, below /dev and before what follows a "#" in their names, in which interfaces have their nodes.
_INTERFACES = "ntparport"


def _names():
    """What is in the folder of nodes, as paths."""
    try:
        return sorted(name.replace("!", "\\") for name in os.listdir(NODES))
    except FileNotFoundError:
        return []


def devices():
    """The names of all devices that loaded drivers have, without those of interfaces."""
    return [name for name in _names() if "#" not in name]


def interfaces(guid):
    """The names of the interfaces of that class that drivers have enabled, for Device().

    The class is a text, {01234567-0123-0123-0123-0123456789ab} with or without braces, or a uuid.UUID."""
    wanted = "#{" + str(guid).strip("{}").lower() + "}"
    return ["\\\\?\\" + name.replace("\\", "#", 1) for name in _names()
            if name.startswith(_INTERFACES + "\\") and wanted in name.lower()]


def _node_of(name):
    """The device node for a name, with or without Windows' prefix, in any case."""
    if name[:4].replace("/", "\\") in ("\\\\.\\", "\\\\?\\"):
        name = name[4:]
    name = name.replace("/", "\\")
    if re.fullmatch("(?:LPT|COM)[1-9]:", name, re.IGNORECASE):
        name = name[:-1]
    if name.casefold().startswith(_INTERFACES + "#"):
        name = name.replace("#", "\\", 1)
    known = _names()
    if name not in known:
        known = [other for other in known if other.casefold() == name.casefold()]
        if not known:
            raise DeviceError(0xc0000034, name)
        name = known[0]
    return "/dev/" + name.replace("\\", "/")


def _prepare():
    """Lets a signal interrupt calls; Python does that only in the main thread."""
    if signal.getsignal(_SIGNAL) in (signal.SIG_DFL, None) and \
            threading.current_thread() is threading.main_thread():
        signal.signal(_SIGNAL, lambda *_: None)


class Pending:
    """A request that is under way in a thread."""

    def __init__(self, call):
        self._value = self._error = None
        self._complete = False
        self._callbacks = []
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._cancelled = False
        self._thread.start()

    def _run(self, call):
        try:
            self._value = call(self)
        except BaseException as error:  # pylint: disable=broad-except
            self._error = error
        with _changed:
            self._complete = True
            callbacks, self._callbacks = self._callbacks, []
            _changed.notify_all()
        for function in callbacks:
            function(self)

    @property
    def cancelled(self):
        """Whether cancel() was called."""
        return self._cancelled

    def done(self):
        """Whether the request is complete."""
        return self._complete

    def wait(self, seconds=None):
        """Waits until it is complete; whether it is."""
        with _changed:
            return _changed.wait_for(self.done, seconds)

    def add_done_callback(self, function):
        """Has function(self) be called when it is complete: in its thread, or now if it is."""
        with _changed:
            if not self._complete:
                self._callbacks.append(function)
                return
        function(self)

    def __await__(self):
        """For asyncio: `data = await device.start_read(100)`. If the task is cancelled, so is the
        request."""
        # Few programs need it, and it is large.
        import asyncio  # pylint: disable=import-outside-toplevel

        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def done():
            if not future.done():
                future.set_result(None)

        def complete(_):
            try:
                loop.call_soon_threadsafe(done)
            except RuntimeError:
                # The loop is closed, and nobody waits any more.
                pass

        self.add_done_callback(complete)
        try:
            yield from future
        except asyncio.CancelledError:
            self.cancel(0)
            raise
        return self.result()

    def cancel(self, seconds=5.0):
        """Asks the driver to give the request up, and waits for that (0: does not); whether it is
        complete. Then the result is ERROR_OPERATION_ABORTED, unless the driver has completed it."""
        self._cancelled = True
        if not seconds:
            # Others can go on meanwhile.
            threading.Thread(target=self.cancel, daemon=True).start()
            return self.done()
        # A signal may come just before the call that it is to interrupt: so there may be another.
        tries = max(1, int(seconds / 0.01))
        while tries and not self.wait(0.01):
            try:
                signal.pthread_kill(self._thread.ident, _SIGNAL)
            except ProcessLookupError:
                pass
            tries -= 1
        return self.done()

    def result(self, seconds=None):
        """What the request returns, or its error; TimeoutError if it is not complete by then."""
        if not self.wait(seconds):
            raise TimeoutError("the request is not complete")
        if self._error is not None:
            raise self._error
        return self._value


class Event:
    """A flag that is set by set() and waited for together with requests: as CreateEvent() makes it,
    with a manual reset unless `auto`, of which each set() ends one wait."""

    def __init__(self, is_set=False, auto=False):
        self._set = is_set
        self.auto = auto

    def set(self):
        """Sets it."""
        with _changed:
            self._set = True
            _changed.notify_all()

    def clear(self):
        """Resets it."""
        with _changed:
            self._set = False

    def done(self):
        """Whether it is set."""
        return self._set

    def wait(self, seconds=None):
        """Waits until it is set; whether it is."""
        return wait_any([self], seconds) is not None

    def _take(self):
        self._set = self._set and not self.auto


def _take_locked(things):
    for thing in things:
        if isinstance(thing, Event):
            thing._take()  # pylint: disable=protected-access


def wait_any(things, seconds=None):
    """Waits until one of these is complete, or set: requests (Pending) and events (Event). Returns the
    first that is, or None when the time is up."""
    things = list(things)
    with _changed:
        _changed.wait_for(lambda: any(thing.done() for thing in things), seconds)
        found = next((thing for thing in things if thing.done()), None)
        _take_locked([found])
        return found


def wait_all(things, seconds=None):
    """Waits until all of these are complete, or set; whether they are. Then, and only then, the wait
    takes what it takes of events with `auto`."""
    things = list(things)
    with _changed:
        if not _changed.wait_for(lambda: all(thing.done() for thing in things), seconds):
            return False
        _take_locked(things)
        return True


class Device:
    """An open device: name is that of its link, such as "ntpipe" or r"\\\\.\\LPT1"."""

    def __init__(self, name, read=True, write=True):
        self.name = name
        self._fd = -1
        _prepare()
        # Neither is 3, for control codes that need no access.
        mode = {(True, True): os.O_RDWR, (True, False): os.O_RDONLY, (False, True): os.O_WRONLY}.get(
            (bool(read), bool(write)), 3)
        try:
            self._fd = os.open(_node_of(name), mode | os.O_CLOEXEC)
        except DeviceError:
            raise
        except OSError as error:
            code = {errno.ENXIO: 2, errno.ENODEV: 2, errno.EBUSY: 32, errno.EMFILE: 4}.get(error.errno)
            raise DeviceError(_STATUS_OF_ERRNO.get(error.errno, 0xc0000001), name, code) from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()

    def close(self):
        """Closes the device. Requests that pend keep it until they are complete: cancel them."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def fileno(self):
        """The file descriptor; ERROR_INVALID_HANDLE if the device is closed."""
        if self._fd < 0:
            raise DeviceError(STATUS_INVALID_HANDLE, self.name)
        return self._fd

    def _call(self, function, *arguments, pending=None):
        """Calls a function of the C library; a number, or a negative errno."""
        while True:
            if pending and pending.cancelled:
                return -errno.EINTR
            if self._fd < 0:
                raise DeviceError(STATUS_INVALID_HANDLE, self.name)
            result = function(self._fd, *arguments)
            if result >= 0:
                return result
            error = ctypes.get_errno()
            if error != errno.EINTR:
                return -error

    def _transferred(self, result):
        if result == -errno.EINTR:
            raise DeviceError(STATUS_CANCELLED, self.name)
        if result < 0:
            raise DeviceError(_STATUS_OF_ERRNO.get(-result, 0xc0000001), self.name)
        return result

    def _read(self, length, pending=None):
        buffer = ctypes.create_string_buffer(max(length, 1))
        count = self._transferred(self._call(_libc.read, buffer, ctypes.c_size_t(length), pending=pending))
        return buffer.raw[:count]

    def _write(self, data, pending=None):
        data = bytes(data)
        return self._transferred(self._call(_libc.write, data, ctypes.c_size_t(len(data)), pending=pending))

    def _control(self, code, data, length, pending=None):
        data = bytes(data)
        if len(data) > MAX_LENGTH or not 0 <= length <= MAX_LENGTH:
            raise DeviceError(0xc000000d, self.name)
        source = ctypes.create_string_buffer(data, max(len(data), 1))
        output = ctypes.create_string_buffer(max(length, 1))
        control = ctypes.create_string_buffer(_CONTROL.pack(
            code, 0, ctypes.addressof(source), ctypes.addressof(output), len(data), length, 0,
            STATUS_PENDING, 0), _CONTROL.size)
        result = self._call(_libc.ioctl, ctypes.c_ulong(_DEVICE_CONTROL), control, pending=pending)
        information, status = _CONTROL.unpack(control.raw)[6:8]
        if result == -errno.EINTR or status == STATUS_PENDING:
            self._transferred(result)
        reply = output.raw[:min(information, length)]
        if status < 0:
            raise DeviceError(status, self.name, data=reply if status & 0xffffffff < 0xc0000000 else b"")
        return reply

    def read(self, length):
        """One ReadFile(): up to that many bytes."""
        return self._read(length)

    def write(self, data):
        """One WriteFile(): how many bytes the driver took."""
        return self._write(data)

    def control(self, code, data=b"", length=0):
        """One DeviceIoControl(): sends data, and returns the output, at most length bytes."""
        return self._control(code, data, length)

    def start_read(self, length):
        """Begins a ReadFile(): a Pending."""
        return Pending(lambda pending: self._read(length, pending))

    def start_write(self, data):
        """Begins a WriteFile(): a Pending."""
        return Pending(lambda pending: self._write(data, pending))

    def start_control(self, code, data=b"", length=0):
        """Begins a DeviceIoControl(): a Pending."""
        return Pending(lambda pending: self._control(code, data, length, pending))

    def flush(self):
        """One FlushFileBuffers()."""
        if self._fd < 0:
            raise DeviceError(STATUS_INVALID_HANDLE, self.name)
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise DeviceError(_STATUS_OF_ERRNO.get(error.errno, 0xc0000001), self.name) from None
