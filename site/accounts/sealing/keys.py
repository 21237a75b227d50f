"""The key that marks seals, and the heads kept beside it: both lie outside the database.

Who may write to the database alone can build another chain, but not its marks; and cannot take back the heads that were
written elsewhere. A key given by the operator (``JOURNAL_KEY``) goes before the file, for several machines at once.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

KEY_FILE = "key"
HEADS_FILE = "heads"


def key() -> bytes | None:
    """The key as it lies there; nothing where there is none."""
    if settings.JOURNAL_KEY:
        return settings.JOURNAL_KEY.encode()
    try:
        return _path(KEY_FILE).read_bytes().strip()
    except FileNotFoundError:
        return None


def key_to_seal() -> bytes:
    """The key, made where there is none; of several processes that begin together, the first one's counts."""
    found = key()
    if found is not None:
        return found
    folder = Path(settings.JOURNAL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{KEY_FILE}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, _path(KEY_FILE))  # fails where another process was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _path(KEY_FILE).read_bytes().strip()


def id_of(secret: bytes) -> str:
    """Which key it is, without telling it."""
    return hashlib.sha256(b"journal-key\n" + secret).hexdigest()[:16]


def mark_of(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def keep_head(number: int, head: str) -> None:
    """Add the head of a batch to those kept on this machine."""
    folder = Path(settings.JOURNAL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(_path(HEADS_FILE), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(f"{number}:{head}\n")


def kept_heads() -> list[str]:
    """The heads kept on this machine, each as ``number:head``."""
    return heads_in(_path(HEADS_FILE))


def heads_in(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").split()
    except FileNotFoundError:
        return []


def _path(name: str) -> Path:
    return Path(settings.JOURNAL_DIR) / name
