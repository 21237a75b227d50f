"""One form of a value on both databases."""

import json

from hypothesis import given
from hypothesis import strategies as st

from portal.backups.columns import canonical_json, django_json

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(documents)
def test_a_document_keeps_its_meaning(document):
    assert json.loads(canonical_json(json.dumps(document))) == document
    assert json.loads(django_json(canonical_json(json.dumps(document)))) == document


@given(documents)
def test_the_form_is_the_same_again(document):
    once = canonical_json(json.dumps(document))
    assert canonical_json(django_json(once)) == once


def test_order_spaces_and_notation_do_not_matter():
    assert canonical_json('{"b": 1, "a": [1.0, null]}') == canonical_json('{ "a":[1.0,null],"b":1 }')
    assert canonical_json("1e+16") == canonical_json("10000000000000000")
    assert canonical_json("1") != canonical_json("1.0")
    assert canonical_json("null") == "null"
