import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places.actions.gazetteer import load_gazetteer, make_list_current
from places.gazetteer import package
from places.gazetteer.csv_files import read_content, read_file
from places.gazetteer.refusals import ImpossibleYear, NoRows, TooMuchMissing, UnknownSource
from places.models import AdminArea, Source
from tests.factories.places import make_area

from .lists import CODES, ncdd_files, official_csv, own_csv

pytestmark = pytest.mark.django_db


def load(codes=CODES, *, source="test", year=2026, text=None, **options):
    rows = read_content((own_csv(codes) if text is None else text).encode())
    return load_gazetteer(rows, source=source, year=year, **options)


def snapshot(source="test") -> list[tuple]:
    return list(AdminArea.objects.filter(source=source).order_by("id").values_list())


def active(source="test") -> list[str]:
    found = AdminArea.objects.active().filter(source=source)
    return list(found.order_by("code").values_list("code", flat=True))


def test_a_list_is_loaded_once_and_again():
    first = load()
    before = snapshot()
    again = load()
    assert (first.added, again.added) == (sorted(CODES, key=lambda code: (len(code), code)), [])
    assert first.has_changed
    assert not again.has_changed
    assert snapshot() == before
    assert first.counts == again.counts == {1: 3, 2: 3, 3: 4, 4: 5}


def test_areas_know_their_kind_parent_and_key():
    load(["05", "0502", "050201"], text=None)
    area = AdminArea.objects.get(pk="test050201")
    assert (area.unit_type, area.parent_id, area.level) == ("sangkat", "test0502", 3)
    assert area.name_key == "ទី050201 place050201"
    assert (area.source, area.dataset_year) == ("test", 2026)


def test_a_second_load_writes_nothing(django_assert_num_queries):
    load()
    with django_assert_num_queries(8) as queries:
        load()
    written = [
        query["sql"] for query in queries if '"places_adminarea"' in query["sql"] and query["sql"][:6] != "SELECT"
    ]
    assert written == []


def test_renamed_areas_are_reported_and_renamed():
    load()
    loaded = load(text=own_csv(CODES, c0102="មង្គលបូរី"))
    assert loaded.renamed == [("0102", "ទី0102 Place 0102", "មង្គលបូរី Place 0102")]
    assert AdminArea.objects.get(pk="test0102").name_key == "មង្គលបូរី place0102"


def test_vanished_areas_stay_and_are_no_longer_active():
    load()
    loaded = load([code for code in CODES if code != "01020102"])
    assert loaded.vanished == ["01020102"]
    assert not AdminArea.objects.get(pk="test01020102").is_active
    assert len(snapshot()) == len(CODES)
    assert load().restored == ["01020102"]
    assert AdminArea.objects.get(pk="test01020102").is_active


def test_a_replaced_area_stays_replaced():
    load()
    AdminArea.objects.filter(pk="test01020102").update(is_active=False, replaced_by="test01020101")
    assert load().restored == []
    assert not AdminArea.objects.get(pk="test01020102").is_active


def test_a_list_of_one_province_leaves_the_others_alone():
    load()
    loaded = load(["12", "1201", "120101"])
    assert loaded.vanished == []
    assert active() == sorted(CODES)
    sheet = official_csv(["1201", "120102"])
    assert load(text=sheet).vanished == ["120101"]


def test_fewer_levels_leave_the_villages_alone():
    load()
    loaded = load(levels=3)
    assert [row.code for row in loaded.sifted.deeper] == [code for code in CODES if len(code) == 8]
    assert loaded.vanished == []
    assert active() == sorted(CODES)


def test_a_dry_run_reports_and_writes_nothing():
    assert load(is_dry_run=True).added
    assert snapshot() == []
    assert not Source.objects.exists()


def test_the_first_of_several_rows_with_one_code_is_kept():
    text = own_csv(CODES) + "01020101,phum,ផ្សេង,Other,010201\n"
    loaded = load(text=text)
    assert [row.code for row in loaded.sifted.duplicated] == ["01020101"]
    assert AdminArea.objects.get(pk="test01020101").name_latin == "Place 01020101"


def test_orphans_and_misplaced_rows_are_skipped_with_all_below():
    text = own_csv([*CODES, "990101", "99010101"]) + "01020109,phum,ផ្សេង,Other,010202\n"
    loaded = load(text=text)
    assert [row.code for row in loaded.sifted.orphaned] == ["990101", "99010101"]
    assert [row.code for row in loaded.sifted.misplaced] == ["01020109"]
    assert active() == sorted(CODES)


def test_a_row_that_cannot_be_kept_does_not_make_its_area_vanish():
    load()
    text = own_csv([code for code in CODES if code != "01020102"]) + "01020102,phum,,No name,010201\n"
    loaded = load(text=text)
    assert [bad.code for bad in loaded.sifted.malformed] == ["01020102"]
    assert loaded.vanished == []
    assert "01020102" in active()


def test_a_list_without_kinds_does_not_overrule_one_with_kinds():
    load(text="code,type,name_km\n05,khaet,ក\n0501,krong,ខ\n")
    assert AdminArea.objects.get(pk="test0501").unit_type == "krong"
    loaded = load(text="code,name_km\n05,ក\n0501,គ\n")
    assert loaded.retyped == []
    assert AdminArea.objects.get(pk="test0501").unit_type == "krong"
    assert load(text=official_csv(["05"]) + "ស្រុក,501,គ,,,,\n").retyped == ["0501"]


def test_a_list_cut_in_half_is_refused_until_confirmed():
    codes = ["01", "0101", "010101", *(f"010101{number:02}" for number in range(1, 60))]
    load(codes)
    with pytest.raises(TooMuchMissing):
        load(codes[:5])
    assert active() == sorted(codes)
    assert len(load(codes[:5], accept_losses=True).vanished) == 57


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"source": "Test"}, UnknownSource),
        ({"source": "x1"}, UnknownSource),
        ({"source": ""}, UnknownSource),
        ({"year": 26}, ImpossibleYear),
        ({"text": "code,name_km\n"}, NoRows),
        ({"text": "code,name_km\n0501,ក\n"}, NoRows),
    ],
)
def test_impossible_lists_are_refused_and_change_nothing(options, refusal):
    with pytest.raises(refusal) as refused:
        load(**options)
    assert refused.value.messages[0].endswith((".", "។", "”."))
    assert snapshot("test") == []


def test_the_first_list_is_the_one_in_use():
    load(source="one", attribution="Ministry, {year} {", title="The Ministry")
    load(source="two")
    assert list(Source.objects.filter(is_current=True).values_list("key", "attribution", "dataset_year")) == [
        ("one", "Ministry, 2026 {", 2026)
    ]
    load(source="two", make_current=True)
    assert Source.objects.get(is_current=True).key == "two"
    assert make_list_current(source="one").is_current
    load(source="two")
    assert Source.objects.get(is_current=True).key == "one"


def test_one_list_never_touches_another():
    make_area("01")
    load()
    assert AdminArea.objects.get(pk="mef01").name_latin == "Place 01"
    assert load(["01"]).vanished == []


damage = st.sampled_from(
    ["shuffle", "drop a row", "repeat a row", "cut a code", "break a code", "empty a name", "move a row", "wrong kind"]
)


def damaged(lines: list[list[str]], kinds: list[str], seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    for kind in kinds:
        place = chance.randrange(len(lines))
        row = list(lines[place])
        if kind == "shuffle":
            chance.shuffle(lines)
        elif kind == "drop a row":
            lines = lines[:place] + lines[place + 1 :] or lines
        elif kind == "repeat a row":
            lines = [*lines, row]
        else:
            column, value = {
                "cut a code": (0, row[0].lstrip("0")),
                "break a code": (0, row[0][:-1] + "-"),
                "empty a name": (2, ""),
                "move a row": (4, "0299"),
                "wrong kind": (1, "ភូមិ" if len(row[0]) != 8 else "ខេត្ត"),
            }[kind]
            row[column] = value
            lines[place] = row
    return lines


@given(st.lists(damage, max_size=8), st.integers(0, 10**6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_damage_is_reported_and_never_invents(kinds, seed, encoding):
    AdminArea.objects.filter(source="test").update(replaced_by=None)
    for length in (8, 6, 4, 2):
        AdminArea.objects.filter(source="test", level=length // 2).delete()
    header, *lines = [line.split(",") for line in own_csv(CODES).splitlines()]
    lines = damaged(lines, kinds, seed)
    content = "\n".join(",".join(cells) for cells in [header, *lines]).encode(encoding)
    rows = read_content(content)
    try:
        loaded = load_gazetteer(rows, source="test", year=2026)
    except NoRows:
        return
    sifted = loaded.sifted
    assert sifted.total == len(rows) == len(lines)
    assert sifted.total == len(sifted.kept) + sum(
        map(len, (sifted.malformed, sifted.misplaced, sifted.duplicated, sifted.orphaned))
    )
    assert set(active()) <= set(CODES)
    assert set(active()) == set(sifted.kept)
    before = snapshot()
    assert not load_gazetteer(rows, source="test", year=2026).has_changed
    assert snapshot() == before


def test_the_package_loads_with_all_its_defects(figure):
    year, rows = package.read_package()
    loaded = load_gazetteer(rows, source=package.SOURCE, year=year)
    assert loaded.counts == {1: 25, 2: 210, 3: 1661, 4: 14487}
    sifted = loaded.sifted
    figure(f"gazetteer of the package: {sifted.total} rows, kept {list(loaded.counts.values())}")
    assert (len(sifted.duplicated), len(sifted.misplaced), len(sifted.malformed)) == (28, 43, 9)
    assert [row.code for row in sifted.orphaned] == [f"120913{number:02}" for number in range(1, 10)]
    assert sum(loaded.counts.values()) + 28 + 43 + 9 + 9 == sifted.total == 16472
    assert AdminArea.objects.filter(source="mef").count() == 16383


def test_the_official_files_load_and_load_again(tmp_path, figure):
    rows = [row for file in ncdd_files(tmp_path) for row in read_file(file)]
    loaded = load_gazetteer(rows, source="ncdd", year=2025)
    assert sum(loaded.counts.values()) == loaded.sifted.total == len(rows) == AdminArea.objects.count()
    assert loaded.counts[1] == 25
    figure(f"gazetteer of the operator: {len(rows)} rows, kept {list(loaded.counts.values())}")
    before = AdminArea.objects.count()
    assert not load_gazetteer(rows, source="ncdd", year=2025).has_changed
    assert AdminArea.objects.count() == before
