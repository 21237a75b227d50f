"""What a page has no use for goes, all else stays, in its order and under its conditions."""

import pytest

from portal.pruning import (
    Group,
    Rule,
    known_names,
    now_and_then,
    pruned,
    rules_of,
    with_plain_values,
    without_unused,
)
from portal.stylesheets import SHEETS, joined


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_lost_of_a_sheet_whose_names_are_all_there(sheet):
    """Each rule stays, or comes behind the words, or has a selector here and one there."""
    text = joined(sheet)
    rules = rules_of(text)
    first, later = pruned(rules, known_names(rules)), now_and_then(rules)
    assert sorted(_selectors(rules_of(text))) == sorted([*_selectors(rules_of(first)), *_selectors(rules_of(later))])
    assert first.count("@font-face") == text.count("@font-face")
    assert ":hover" in later
    assert ":hover" not in first


def _selectors(rules, within=""):
    """Each selector with its declarations and the conditions around it."""
    for rule in rules:
        if isinstance(rule, Group):
            yield from _selectors(rule.rules, within + rule.opening)
        else:
            yield from (f"{within} {selector}{rule.text}" for selector, _ways in rule.selectors)


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("a{b:c}", "a{b:c}"),
        (".on{b:c}", ".on{b:c}"),
        (".off{b:c}", ""),
        (".on .off{b:c}", ""),
        ("i{b:c}", ""),
        ("a>i{b:c}", ""),
        ("a i.on{b:c}", ""),
        (".off,.on{b:c}", ".on{b:c}"),
        ("i,a,.off::before{b:c}", "a{b:c}"),
        ("a:not(.off,i){b:c}", "a:not(.off,i){b:c}"),
        ("a:is(.off,:not(.on)){b:c}", "a:is(.off,:not(.on)){b:c}"),
        (":is(.off,i) > a{b:c}", ""),
        (":is(.off,.on) > a{b:c}", ":is(.off,.on) > a{b:c}"),
        (":where(.on > i,.on .over){b:c}", ":where(.on > i,.on .over){b:c}"),
        (".on:is(.off,a:is(i,.off)){b:c}", ""),
        (".off:has(.on){b:c}", ""),
        (".on:has(> .off){b:c}", ""),
        (".on:has(.over):not(:has(.off)) a{b:c}", ".on:has(.over):not(:has(.off)) a{b:c}"),
        ("a:nth-child(2) .off{b:c}", ""),
        ("a:hover,a:focus{b:c}", "a:focus{b:c}"),
        ("::selection{b:c}", ""),
        (".on>.off::before{b:c}", ""),
        ('[lang="km"]{b:c}', '[lang="km"]{b:c}'),
        ('a[title="x,y"]{b:c}', 'a[title="x,y"]{b:c}'),
        ("[data-on]{b:c}", "[data-on]{b:c}"),
        ('[data-off="i"]{b:c}', ""),
        (":root:not([data-off]){b:c}", ":root:not([data-off]){b:c}"),
        ("*,*::before,:focus{b:c}", "*,*::before,:focus{b:c}"),
        ("@font-face{b:url(x.off)}", "@font-face{b:url(x.off)}"),
        ("@keyframes i{from{b:c}}", "@keyframes i{from{b:c}}"),
        ("@page{b:c}", "@page{b:c}"),
        ("@layer one,two;", "@layer one,two;"),
        (".on{b:c;&:hover{.off &{b:c}}}", ".on{b:c;&:hover{.off &{b:c}}}"),
    ],
)
def test_a_selector_stays_that_can_find_something(rule, left):
    assert pruned(rules_of(rule), {".on", ".over", "a", "[data-on]"}) == left


def test_a_condition_goes_with_the_last_of_its_rules():
    rules = rules_of("@layer a{.off{b:c}@media print{.off{b:c}}}@media (x>1){.off{b:c}*{b:c}}")
    assert pruned(rules, set()) == "@media (x>1){*{b:c}}"
    assert known_names(rules) == {".off"}


def test_what_is_no_sheet_is_refused():
    with pytest.raises(ValueError, match="not closed"):
        rules_of("@layer a{b{c:d}")
    with pytest.raises(ValueError, match="not closed"):
        rules_of("a:is(b{c:d}")
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


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (":root{--b:1}a{c:var(--b) var(--b)}", "a{c:1 1}"),
        ("@layer x{:root{--b:1;--e:calc(2 * var(--b))}}a{c:var(--e)}", "a{c:calc(2 * 1)}"),
        (":root{--b:1}@media (z){:root{--b:2}}a{c:var(--b)}", ":root{--b:1}@media (z){:root{--b:2}}a{c:var(--b)}"),
        ("@media (z){:root{--b:1}}a{c:var(--b,2)}", "@media (z){:root{--b:1}}a{c:var(--b,2)}"),
        (":root{--b:1}a{c:var(--b,2)}", ":root{--b:1}a{c:var(--b,2)}"),
        ("i{--b:1}a{c:var(--b)}", "i{--b:1}a{c:var(--b)}"),
        (":root,i{--b:1}a{c:var(--b)}", ":root,i{--b:1}a{c:var(--b)}"),
        (":root{--drawn:1}a{c:var(--drawn)}", ":root{--drawn:1}a{c:1}"),
        (":root{--paper:1}a{c:var(--paper)}", ":root{--paper:1}a{c:var(--paper)}"),
        (":root{--b:var(--b)}a{c:var(--b)}", ":root{--b:var(--b)}a{c:var(--b)}"),
    ],
)
def test_a_property_with_one_value_for_the_whole_page_gives_its_place_to_it(sheet, left):
    assert with_plain_values(sheet, {"--drawn"}, {"--paper"}) == left
