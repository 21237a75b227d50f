"""The programme of the nights, and a folder of its own for its files."""

import pytest

from tests.participation.retention.programme import Programme


@pytest.fixture
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.JOURNAL_DIR, settings.JOURNAL_KEY = tmp_path / "private", tmp_path / "journal", ""
    return settings.PRIVATE_ROOT


@pytest.fixture
def programme(folder):
    return Programme()
