"""A file that others may read at any moment is there whole or not at all."""

import tempfile
from pathlib import Path


def write_whole(target: Path, text: str) -> None:
    """Write the file beside its place and rename it. Any number of processes and threads may do so at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as fresh:
        fresh.write(text)
    draft = Path(fresh.name)
    draft.chmod(0o644)  # a temporary file is for its maker alone
    draft.replace(target)
