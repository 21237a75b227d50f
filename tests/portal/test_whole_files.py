"""Many who write one file at once never stand in each other's way, and nobody reads half of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.whole_files import write_whole

pytestmark = pytest.mark.once


def test_many_write_one_file_at_once(tmp_path):
    target, texts = tmp_path / "css" / "public.css", [letter * 50_000 for letter in "abcdefgh"]

    def write_and_read(text: str) -> set[str]:
        seen = set()
        for _round in range(40):
            write_whole(target, text)
            seen.add(target.read_text())
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = set().union(*pool.map(write_and_read, texts))
    assert seen <= set(texts)
    assert [path.name for path in target.parent.iterdir()] == ["public.css"]
    assert target.stat().st_mode & 0o777 == 0o644
