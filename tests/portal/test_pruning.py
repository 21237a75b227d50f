"""Rules that a page has no use for go, all others stay, in their order and under their conditions."""

import pytest

from portal.pruning import Rule, known_classes, pruned, rules_of, without_unused
from portal.stylesheets import SHEETS, joined


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_lost_of_a_sheet_whose_classes_are_all_there(sheet):
    text = joined(sheet)
    rules = rules_of(text)
    assert pruned(rules, known_classes(rules)) == text


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        ("a{b:c}", True),
        (".on{b:c}", True),
        (".off{b:c}", False),
        (".on .off{b:c}", False),
        (".off,.on{b:c}", True),
        (".off,a{b:c}", True),
        ("a:not(.off){b:c}", True),
        ("a:is(.off,:not(.on)){b:c}", True),
        (".off:has(.on){b:c}", False),
        (".on>.off::before{b:c}", False),
        ("@font-face{b:url(x.off)}", True),
        ("@page{b:c}", True),
        ("@layer one,two;", True),
        (".on{b:c;&:hover{.off &{b:c}}}", True),
    ],
)
def test_a_rule_stays_where_one_of_its_selectors_can_find_something(rule, stays):
    assert pruned(rules_of(rule), {"on", "over"}) == (rule if stays else "")


def test_a_condition_goes_with_the_last_of_its_rules():
    rules = rules_of("@layer a{.off{b:c}@media print{.off{b:c}}}@media (x>1){.off{b:c}i{b:c}}")
    assert pruned(rules, set()) == "@media (x>1){i{b:c}}"
    assert known_classes(rules) == {"off"}


def test_what_is_no_sheet_is_refused():
    with pytest.raises(ValueError, match="not closed"):
        rules_of("@layer a{b{c:d}")
    assert rules_of("@charset x") == (Rule("@charset x"),)


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        ("a{--b:1;c:d}", "a{c:d}"),
        ("a{c:d;--b:1}", "a{c:d}"),
        ("a{--b:1}i{c:d}", "i{c:d}"),
        ("@layer x,y;@media (z){a{--b:1}}", "@layer x,y;"),
        ("a{--b:1;c:var(--b)}", "a{--b:1;c:var(--b)}"),
        ("a{--b:var(--e);--e:1;--f:var(--b);c:var(--b)}", "a{--b:var(--e);--e:1;c:var(--b)}"),
        ("a{--drawn:1;--b:2}", "a{--drawn:1}"),
    ],
)
def test_a_property_that_nothing_reads_goes(sheet, left):
    assert without_unused(sheet, {"--drawn"}) == left
