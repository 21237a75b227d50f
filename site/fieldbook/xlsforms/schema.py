"""The columns of the form as the preview names them, and the ids that are derived from that of a submission."""

import uuid

from participation.imports.columns import Column, Layout

from .headings import labels_of, questions

NAMESPACE = uuid.UUID("0f6f2a5c-61c5-5d0e-9a53-4f8f3f1c7b21")


def meeting_id(submission: str) -> uuid.UUID:
    """The id of the meeting that a submission tells of: the same, however often the file is sent."""
    return uuid.uuid5(NAMESPACE, submission)


def part_id(submission: str, part: str, number: int) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{submission}:{part}:{number}")


def layout() -> Layout:
    """Every question under its name and its two labels, and the submission itself."""
    columns = [Column(name, *labels_of(name)) for name in questions()]
    return Layout([Column("submission", "ទម្រង់ដែលផ្ញើមក", "Submission"), *columns], {}, ())
