"""The envelope of a backup: the age format (X25519, ChaCha20-Poly1305), sealed to public keys, opened by a private one.

A portal holds public keys alone, so whoever steals it reads no backup. The format shows every changed, missing or
swapped byte; it does not say who made a file, for anybody may seal something to a public key.
"""

import io
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from .refusals import Damaged, Refused

WRONG_KEY = (
    "None of these keys opens this archive. Give the private key of one of its recipients with --identity; if you did, "
    "its head is damaged: take another copy. Nothing was touched."
)
BLOCK = 1 << 20


class Pulled:
    """Blocks as somebody makes them, read as a file. The maker's error is kept: the library tells its words only."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self.blocks, self.left, self.error = iter(blocks), memoryview(b""), None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self.left:
                self.left = memoryview(next(self.blocks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        taken, self.left = self.left[:size], self.left[size:]
        return bytes(taken)


class Written:
    """What is sealed, on its way to a file; keeps the error of a full disk."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.error = file, None

    def write(self, block: bytes) -> int:
        try:
            return self.file.write(block)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()


def recipients_of(keys: Iterable[str]) -> list[Recipient]:
    """Public keys as they stand in settings and on the command line."""
    found = []
    for key in dict.fromkeys(key.strip() for key in keys):
        try:
            found.append(Recipient.from_str(key))
        except pyrage.RecipientError as error:
            raise Refused(
                f"{key!r} is no public key for a backup: one begins with age1 and is what make_backup_key prints."
            ) from error
    if not found:
        raise Refused("A backup needs a public key: set BACKUP_RECIPIENTS or give --recipient age1….")
    return found


def identities_in(paths: Iterable[Path]) -> list[Identity]:
    """The private keys in files as ``age-keygen`` writes them."""
    found = []
    for path in paths:
        try:
            lines = path.read_text().split()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"The file of the private key cannot be read: {path}.") from error
        for word in lines:
            if word.startswith("AGE-SECRET-KEY-"):
                try:
                    found.append(Identity.from_str(word))
                except pyrage.IdentityError as error:
                    raise Refused(f"The private key in {path} is not whole.") from error
    if not found:
        raise Refused(
            "A backup is opened by a private key: give its file, with a line AGE-SECRET-KEY-…, by --identity."
        )
    return found


def seal(blocks: Iterable[bytes], file: BinaryIO, recipients: list[Recipient]) -> None:
    """Write the blocks into the file, sealed; a few kilobytes of them are in memory at a time."""
    source, target = Pulled(blocks), Written(file)
    try:
        pyrage.encrypt_io(source, target, recipients)
    except pyrage.EncryptError as error:
        raise (source.error or target.error or error) from None


@contextmanager
def opened(path: Path, identities: list[Identity]) -> Iterator[BinaryIO]:
    """What was sealed, to be read once from front to back. Reading to its end proves that nothing is missing."""
    taker, giver = os.pipe()
    faults: list[BaseException] = []
    reader = threading.Thread(target=_unseal, args=(path, giver, identities, faults), daemon=True)
    reader.start()
    with os.fdopen(taker, "rb", buffering=BLOCK) as plain:
        try:
            yield Opened(plain, faults, reader.join)
        except Refused:
            raise
        except Exception as error:
            if faults:
                raise _sentence(faults[0]) from error
            raise
        finally:
            plain.close()
            reader.join()


class Told:
    """Keeps what went wrong for who reads, before that one sees the end."""

    def __init__(self, faults: list[BaseException]) -> None:
        self.faults = faults

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is not None:
            self.faults.append(error)
        return error is not None


class Opened(io.RawIOBase):
    """Reads what the other thread opens; at its end asks whether that was all."""

    def __init__(self, plain: BinaryIO, faults: list[BaseException], wait: Callable[[], None]) -> None:
        super().__init__()
        self.plain, self.faults, self.wait = plain, faults, wait

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        block = self.plain.read(len(buffer))
        if not block:
            self.wait()
            if self.faults:
                raise _sentence(self.faults[0])
        buffer[: len(block)] = block
        return len(block)


def _unseal(path: Path, giver: int, identities: list[Identity], faults: list[BaseException]) -> None:
    try:
        with os.fdopen(giver, "wb", buffering=BLOCK) as out, Told(faults), path.open("rb") as file:
            pyrage.decrypt_io(file, out, identities)
    except BrokenPipeError:
        pass  # who reads has seen enough


def _sentence(fault: BaseException) -> Refused:
    text = str(fault)
    if isinstance(fault, pyrage.DecryptError) and "matching keys" in text:
        return Refused(WRONG_KEY)
    if isinstance(fault, FileNotFoundError):
        return Refused("There is no such archive.")
    return Damaged("it is cut off, changed, or no backup at all")
