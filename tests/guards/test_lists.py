"""Lists are paged by a key: no page counts the rows before it, and no page prints all page numbers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNTING = {"Paginator", "AsyncPaginator", "paginate_by", "ListView", "MultipleObjectMixin"}
"""What pages by numbers in Django; a list of ours goes through ``accounts.paging``."""


def readers() -> list[Path]:
    """The modules that answer requests or read for them."""
    found = [path for folder in ("views", "reads", "downloads", "exports") for path in ROOT.glob(f"**/{folder}/*.py")]
    found += [*ROOT.glob("*/views.py"), *ROOT.glob("site/*/views.py")]
    return sorted(path for path in found if not {".venv", "tests", "node_modules"} & set(path.relative_to(ROOT).parts))


def offsets(code: str) -> Iterator[str]:
    """Paginators, slices that begin somewhere, and single rows picked by their number out of an ordered query."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ImportFrom(names=names) if any(each.name in COUNTING for each in names):
                yield f"line {node.lineno}: a paginator"
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in COUNTING:
                yield f"line {node.lineno}: {name}"
            case ast.Subscript(slice=ast.Slice(lower=lower)) if lower is not None and not is_zero(lower):
                yield f"line {node.lineno}: a slice that skips rows"
            case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="order_by")), slice=index) if not isinstance(
                index, ast.Slice | ast.Constant
            ):
                yield f"line {node.lineno}: a row by its number"


def is_zero(lower: ast.expr) -> bool:
    return isinstance(lower, ast.Constant) and lower.value == 0


@pytest.mark.parametrize(
    "planted",
    [
        "from django.core.paginator import Paginator",
        "page = paginator.Paginator(rows, 50)",
        "class Groups(ListView): pass",
        "class Groups(View): paginate_by = 50",
        "rows = found[start : start + 50]",
        "rows = found[50:100]",
        "rows = found[skipped:]",
        "mark = found.order_by('pk')[number // 2]",
    ],
)
def test_the_guard_finds_a_planted_offset(planted):
    assert list(offsets(planted)) != []


def test_the_guard_lets_the_first_rows_through():
    assert list(offsets("rows = found[:50]; more = found[0:51]; one = found.order_by('pk')[0]; last = found[-1]")) == []


def test_no_list_counts_the_rows_before_its_page():
    paths = readers()
    assert len(paths) > 60
    found = {str(path.relative_to(ROOT)): list(offsets(path.read_text("utf-8"))) for path in paths}
    assert {path: lines for path, lines in found.items() if lines} == {}
