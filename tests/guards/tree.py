"""The files of this checkout that are ours, without what runs leave behind."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def files(*endings: str) -> list[Path]:
    """Every file of ours, or those with one of the endings, as paths from the root."""
    return sorted(path.relative_to(ROOT) for path in walk(ROOT) if not endings or path.suffix in endings)


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_OURS:
            continue
        if path.is_dir():
            yield from walk(path)
        elif path.suffix not in (".pyc", ".mo", ".draft"):
            yield path


def packages() -> list[Path]:
    """The first-party packages, wherever they stand."""
    return sorted(
        folder
        for parent in (ROOT, ROOT / "site")
        for folder in parent.iterdir()
        if (folder / "__init__.py").exists() and folder.name != "tests"
    )
