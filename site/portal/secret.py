"""The folder of an installation, and the secret key of one that nobody configured."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def made_folder(folder: Path) -> Path:
    """The folder, which is made where it is missing; one that cannot be written stops with a sentence."""
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)  # nobody else's
    except OSError as error:
        raise ImproperlyConfigured(cannot_write(folder)) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(cannot_write(folder))
    return folder


def cannot_write(folder: Path) -> str:
    return f"The folder {folder} cannot be written: set PORTAL_VAR to one that belongs to you."


def kept_secret(path: Path) -> str:
    """The key in the file, which only its owner reads; the first of several processes that start together makes it."""
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=made_folder(path.parent))  # mkstemp lets only the owner read
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(60))
        try:
            os.link(draft, path)  # fails where another process was first, whose key then counts
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text()
