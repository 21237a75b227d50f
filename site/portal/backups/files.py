"""Uploads: which go into a backup, and how those of a restore take the place of the others in one step."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from .refusals import Damaged, Refused
from .tape import BLOCK, Member

RENDITIONS = "images"
"""Wagtail's folder of drawn pictures, made again from the originals when a page asks for them."""

STAGED, BEFORE = ".restored", ".before"


def roots() -> dict[str, Path]:
    """The folders with uploads, by their names in an archive."""
    if not isinstance(default_storage, FileSystemStorage) and not isinstance(
        getattr(default_storage, "_wrapped", None), FileSystemStorage
    ):
        raise Refused(
            "Uploads lie in a storage that is no folder: back it up with its own means (versions, copies), and set "
            "the storage to a folder for this command."
        )
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def uploads() -> Iterator[tuple[str, Path]]:
    """Every upload with its name in an archive, in the order of the names."""
    for root, folder in roots().items():
        for path in _files_under(folder):
            inside = path.relative_to(folder)
            if not (root == "media" and inside.parts[0] == RENDITIONS):
                yield f"files/{root}/{inside.as_posix()}", path


def upload_members() -> Iterator[Member]:
    """The uploads as members. One that is deleted meanwhile was deleted; it is not missed."""
    for name, path in uploads():
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            size = os.fstat(file.fileno()).st_size
            yield Member(name, size, _blocks_of(file, size))


def _blocks_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    """As much as was there when it was opened: an upload that arrives at this moment is of the next backup."""
    while size and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _files_under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from _files_under(path)
        elif path.is_file():
            yield path


def hold_anything() -> bool:
    """Whether there is any upload here."""
    return next(uploads(), None) is not None


# --- restoring -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Swap:
    """One folder of uploads, the restored one beside it, and where the old one goes for a moment."""

    root: Path
    staged: Path
    before: Path


def swaps() -> list[Swap]:
    found = [
        Swap(folder, folder.with_name(folder.name + STAGED), folder.with_name(folder.name + BEFORE))
        for folder in roots().values()
    ]
    for swap in found:
        if swap.root.is_mount():
            raise Refused(
                f"{swap.root} is a disk of its own, so no other folder can take its place: let PORTAL_VAR be the disk."
            )
    return found


def begin_staging(found: list[Swap]) -> None:
    """Empty folders beside the old ones; what a restore that was killed left there goes."""
    for swap in found:
        shutil.rmtree(swap.staged, ignore_errors=True)
        swap.staged.mkdir(parents=True)


def place_of(name: str, found: list[Swap]) -> Path:
    """Where a member lies in the folders beside; a name that leads out of them is refused."""
    path = PurePosixPath(name)
    places = dict(zip(roots(), found, strict=True))
    if len(path.parts) < 3 or path.parts[1] not in places or {"..", "", "."} & set(name.split("/")):
        raise Damaged(f"it holds {name!r}, which no backup writes")
    return places[path.parts[1]].staged.joinpath(*path.parts[2:])


def write_staged(member: Member, found: list[Swap]) -> None:
    """One upload, whole and on the disk."""
    place = place_of(member.name, found)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        for block in member.blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    place.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def drop_staged(found: list[Swap]) -> None:
    for swap in found:
        shutil.rmtree(swap.staged, ignore_errors=True)


def finish(found: list[Swap]) -> None:
    """The restored folders take their places. Safe to be done again after it was cut short anywhere."""
    for swap in found:
        if swap.staged.is_dir():
            if swap.root.exists():
                shutil.rmtree(swap.before, ignore_errors=True)
                swap.root.rename(swap.before)
            swap.staged.rename(swap.root)
            sync_folder(swap.root.parent)
        shutil.rmtree(swap.before, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
