"""An archive is there whole or not at all: written beside its place, on the disk, and only then under its name."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .files import sync_folder
from .refusals import Refused

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_archive(target: Path) -> Iterator[BinaryIO]:
    """The file to write into. Whatever ends the block early, nothing half-made stays behind."""
    draft = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # for its maker alone to read
        draft = Path(name)
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        draft = None
        sync_folder(target.parent)
    except OSError as error:
        raise why_not(error, target) from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def why_not(error: OSError, target: Path) -> Exception:
    """The sentence for a file that could not be written; any other error of the machine stays what it is."""
    if error.errno in NO_ROOM:
        return Refused(f"The disk of {target.parent} is full: no backup was written. Make room or name another disk.")
    if isinstance(error, FileNotFoundError | NotADirectoryError | PermissionError | IsADirectoryError):
        return Refused(f"{target} cannot be written: {error.strerror}.")
    if error.errno == errno.EROFS:
        return Refused(f"{target} cannot be written: its disk is read-only.")
    return error
