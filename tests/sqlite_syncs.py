"""Counts what SQLite really asks of the disk: a file system of its own (VFS) whose only difference is that it counts.

It stands in the same library that Python uses, found through Python's own module, and hands every call on. Nothing but
the calls of ``xSync`` (an fsync or fdatasync each) is looked at.
"""

import _sqlite3
import ctypes
from functools import cache

NAME = b"counting"
POINTER = ctypes.c_void_p
SYNC_AT, METHODS = 5, 19
"""Places in ``sqlite3_io_methods``: iVersion, xClose, xRead, xWrite, xTruncate, xSync …"""
OTHERS = (
    "xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep xCurrentTime xGetLastError "
    "xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall"
)


class Vfs(ctypes.Structure):
    """``sqlite3_vfs``."""


OPEN = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, POINTER, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
"""The file's name is handed on as the pointer that it is: SQLite keeps it until the file is closed, and a text of
Python's would be gone by then (its ``-shm`` files then lay about under names of any bytes)."""
SYNC = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int)
Vfs._fields_ = [
    ("iVersion", ctypes.c_int),
    ("szOsFile", ctypes.c_int),
    ("mxPathname", ctypes.c_int),
    ("pNext", POINTER),
    ("zName", ctypes.c_char_p),
    ("pAppData", POINTER),
    ("xOpen", OPEN),
    *((name, POINTER) for name in OTHERS.split()),
]


class NoLibrary(Exception):
    """This Python hides its SQLite, so nobody can stand between."""


class Syncs:
    """``number`` is raised by each call that brings something to the disk."""

    def __init__(self) -> None:
        self.number, self.kept = 0, {}
        try:
            library = ctypes.CDLL(_sqlite3.__file__)
            find, register = library.sqlite3_vfs_find, library.sqlite3_vfs_register
        except (AttributeError, OSError) as error:
            raise NoLibrary(str(error)) from error
        find.restype, find.argtypes = ctypes.POINTER(Vfs), [ctypes.c_char_p]
        register.argtypes = [ctypes.POINTER(Vfs), ctypes.c_int]
        usual = find(None)
        self.usual_open = usual.contents.xOpen
        self.usual = ctypes.cast(usual, POINTER)
        self.vfs = Vfs()
        ctypes.memmove(ctypes.byref(self.vfs), usual, ctypes.sizeof(Vfs))
        self.vfs.zName, self.vfs.pNext, self.vfs.xOpen = NAME, None, OPEN(self._open)
        register(ctypes.byref(self.vfs), 0)

    def _open(self, _vfs: int, name: int, file: int, flags: int, out: object) -> int:
        code = self.usual_open(self.usual, name, file, flags, out)
        methods = ctypes.cast(file, ctypes.POINTER(POINTER))
        if code == 0 and methods[0]:
            methods[0] = self._counted(methods[0])
        return code

    def _counted(self, methods: int) -> int:
        """The same methods, with a counting one for the disk. Kept as long as files may be open."""
        if methods not in self.kept:
            own = (POINTER * METHODS)()
            ctypes.memmove(own, methods, ctypes.sizeof(own))
            usual = SYNC(own[SYNC_AT])

            def sync(file: int, flags: int) -> int:
                self.number += 1
                return usual(file, flags)

            counting = SYNC(sync)
            own[SYNC_AT] = ctypes.cast(counting, POINTER).value
            self.kept[methods] = (own, counting)
        return ctypes.addressof(self.kept[methods][0])


@cache
def syncs() -> Syncs:
    """The one counter of this process: what was registered with SQLite stays."""
    return Syncs()
