"""Translations are compiled without gettext's tools."""

import gettext
import os

import pytest

from portal.catalogues import compile_catalogues, stale_catalogues

pytestmark = pytest.mark.once

CATALOGUE = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"

msgid "Club"
msgstr "ក្លឹប"

msgctxt "verb"
msgid "Record"
msgstr "កត់ត្រា"

msgid "%(count)s club"
msgid_plural "%(count)s clubs"
msgstr[0] "ក្លឹប %(count)s"

#, fuzzy
msgid "Council"
msgstr "មិនប្រាកដ"
"""


@pytest.fixture
def source(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "km" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_compiles_what_gettext_reads(source):
    assert compile_catalogues() == [source]
    with source.with_suffix(".mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert words.gettext("Club") == "ក្លឹប"
    assert words.pgettext("verb", "Record") == "កត់ត្រា"
    assert words.ngettext("%(count)s club", "%(count)s clubs", 5) == "ក្លឹប %(count)s"
    assert words.gettext("Council") == "Council"  # a fuzzy translation is a guess


def test_compiles_only_what_changed(source):
    compile_catalogues()
    assert stale_catalogues() == []
    assert compile_catalogues() == []
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_catalogues() == [source]
