"""Reading packs: what is in them, what a telephone is told to fetch, and what it is told to let go of."""

import hashlib
import json
import re
from datetime import date

import brotli
import pytest
from wagtail.models import PageViewRestriction

from content import errands, library, pack_lists, packing
from content.models import PackPage, PacksPage, QuizPage, RightPage, StoryPage
from content.pack_lists import files_of
from content.pack_pages import worker_script
from content.packing import make_packs
from content.quizzing import make_quizzes
from content.telling import make_stories
from portal.scripts import stripped
from protection.models import HelpLine
from tests.factories.accounts import make_user, signed_in, stranger
from tests.factories.helplines import helpline

pytestmark = pytest.mark.django_db

SHOWN = (12, 19, 31)
PACK = "/en/packs/my-rights-7/"
SCRIPT = 6_000
"""Bytes of the scripts of a page with a button, as they are read."""


@pytest.fixture
def packs(portal_with):
    """The shipped packs by language and name, over a few of the rights."""
    assert portal_with(make_stories, make_quizzes, make_packs, rights=SHOWN) == 6
    return {(page.locale.language_code, page.slug): page for page in PackPage.objects.select_related("locale")}


def address(pack: PackPage) -> str:
    return f"/{pack.locale.language_code}/reading/{pack.pk}.json"


def told(pack: PackPage, encoding: str = "br") -> dict:
    answer = stranger().get(address(pack), headers={"Accept-Encoding": encoding})
    assert answer.status_code == 200
    assert not answer.cookies
    return json.loads(brotli.decompress(answer.content) if encoding == "br" else answer.content)


def hashes(pack: PackPage) -> dict[str, str]:
    return {part: digest for part, digest, _size in told(pack)["parts"]}


def right(number: int, language: str = "en") -> RightPage:
    return RightPage.objects.get(topic__number=number, locale__language_code=language)


# --- as they are shipped ---------------------------------------------------------------------------------------------
def test_packs_are_made_once_for_each_language(packs):
    assert make_packs() == 0
    assert {key[0] for key in packs} == {"km", "en"}
    seven = packs["km", "my-rights-7"]
    assert [text.page.specific_class for text in seven.texts()] == [*[RightPage] * 3, *[StoryPage] * 3, QuizPage]
    assert [text.page.specific.topic.number for text in list(seven.texts())[:3]] == [12, 19, 31]
    assert {text.page.locale.language_code for text in seven.texts()} == {"km"}
    assert seven.needs_native_editor
    assert not packs["en", "my-rights-7"].needs_native_editor
    assert seven.get_translations().get().specific == packs["en", "my-rights-7"]


def test_what_editors_did_stays(packs):
    seven = packs["en", "my-rights-7"]
    seven.title, seven.pages = "Ours", [("page", right(12))]
    seven.save_revision(user=make_user("communications")).publish()
    packs["en", "my-rights-11"].unpublish()
    assert make_packs() == 0
    seven.refresh_from_db()
    assert (seven.title, len(seven.pages)) == ("Ours", 1)
    assert not PackPage.objects.get(pk=packs["en", "my-rights-11"].pk).live


def of_kind(kind: type, pack: PackPage) -> int:
    return sum(issubclass(text.page.specific_class, kind) for text in PackPage.objects.get(pk=pack.pk).texts())


@pytest.fixture
def packs_without_stories(portal_with):
    """Packs that were made before the portal had any story."""
    assert portal_with(make_quizzes, make_packs, rights=SHOWN) == 6
    return {(page.locale.language_code, page.slug): page for page in PackPage.objects.select_related("locale")}


def test_a_pack_from_before_the_stories_gets_them_and_stays_the_same_page(packs_without_stories):
    seven = packs_without_stories["km", "my-rights-7"]
    before = told(seven)
    assert of_kind(StoryPage, seven) == 0
    assert make_stories() == 12
    assert make_packs() == 6
    assert [of_kind(StoryPage, each) for each in packs_without_stories.values()] == [3] * 6
    after = told(seven)
    assert after["address"] == before["address"]
    assert {part for part, *_more in before["parts"]} < {part for part, *_more in after["parts"]}
    assert (make_packs(), PackPage.objects.count()) == (0, 6)


def test_a_pack_that_editors_changed_is_renewed_where_they_did_not(packs_without_stories, monkeypatch):
    editor = make_user("communications")
    titled, chosen, drafted, closed = (
        packs_without_stories[each]
        for each in (("en", "my-rights-7"), ("en", "my-rights-11"), ("en", "my-rights-15"), ("km", "my-rights-15"))
    )
    titled.title = "Ours"
    titled.save_revision(user=editor).publish()
    chosen.pages = [("page", right(12))]
    chosen.save_revision(user=editor).publish()
    drafted.title = "Not yet"
    drafted.save_revision(user=editor)
    closed.unpublish()
    make_stories()
    shipped = [(name, {**each, "en": {"title": f"New {name}", "lead": "Read."}}) for name, each in packing.shipped()]
    monkeypatch.setattr(packing, "shipped", lambda: iter(shipped))
    assert make_packs() == 4
    for each in (titled, chosen, drafted, closed):
        each.refresh_from_db()
    assert (titled.title, titled.lead, of_kind(StoryPage, titled)) == ("Ours", "Read.", 3)
    assert (chosen.title, chosen.chosen()) == ("New my-rights-11", [right(12).pk])
    assert (drafted.title, of_kind(StoryPage, drafted)) == ("My rights, 15–17", 0)
    assert (closed.live, of_kind(StoryPage, closed)) == (False, 0)
    assert make_packs() == 0
    titled.revisions.earliest("created_at").delete()
    shipped[:] = [(name, {**each, "stories": []}) for name, each in shipped]
    assert make_packs() == 2  # both untouched ones in Khmer; of the other the beginning is not known any more


def test_new_words_of_a_khmer_pack_wait_for_a_native_editor_again(packs, monkeypatch):
    seven = packs["km", "my-rights-7"]
    seven.needs_native_editor = False
    seven.save_revision(user=make_user("communications")).publish()
    shipped = dict(packing.shipped())
    shipped["my-rights-7"]["stories"] = ["first-meeting"]
    monkeypatch.setattr(packing, "shipped", lambda: iter(shipped.items()))
    assert make_packs() == 2
    seven.refresh_from_db()
    assert (of_kind(StoryPage, seven), seven.needs_native_editor) == (1, False)
    shipped["my-rights-7"]["km"]["lead"] = "អាន។"
    assert make_packs() == 1
    seven.refresh_from_db()
    assert (seven.lead, seven.needs_native_editor) == ("អាន។", True)


def test_a_list_of_an_older_maker_is_not_answered(packs, monkeypatch):
    pack = packs["en", "my-rights-7"]
    assert told(pack)["texts"] == 7
    monkeypatch.setattr(pack_lists, "_made", lambda *_asked: b'{"texts": 8}')
    assert told(pack)["texts"] == 7
    monkeypatch.setattr(pack_lists, "MAKER", pack_lists.MAKER + 1)
    assert told(pack)["texts"] == 8


def test_every_pack_names_articles_and_quizzes_that_are_shipped():
    articles = {each["number"] for each in library.articles()}
    quizzes = {path.stem for path in (packing.FOLDER.parent / "quizzes").glob("*.toml")}
    stories = {path.stem for path in (packing.FOLDER.parent / "stories").glob("*.toml")}
    found = dict(packing.shipped())
    assert {each["step"] for each in found.values()} == {7, 11, 15}
    for each in found.values():
        assert set(each["articles"]) <= articles
        assert set(each["quizzes"]) <= quizzes
        assert set(each["stories"]) <= stories
        assert len(each["stories"]) == len(set(each["stories"])) >= 3
        assert len(each["articles"]) == len(set(each["articles"])) >= 10


# --- what a reader sees ----------------------------------------------------------------------------------------------
def test_without_a_script_packs_are_read_online_and_no_button_shows(packs):
    text = stranger().get("/en/packs/").text
    assert f'href="{PACK}"' in text
    cards = re.findall(r"<div class=\"pack-save [^>]*>", text)
    assert len(cards) == 3
    assert all(card.endswith("hidden>") for card in cards)
    text = stranger().get(PACK).text
    assert 'href="/en/rights/12/?age=7"' in text
    assert "7 texts" in text


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/en/packs/", ["3 rights", "3 stories", "1 quiz"]),
        (PACK, ["3 rights", "3 stories", "1 quiz"]),
        ("/km/packs/", ["សិទ្ធិ 3", "រឿង 3", "ល្បែងសំណួរ 1"]),
    ],
)
def test_how_many_rights_and_stories_are_in_a_pack_is_told(packs, path, counted):
    found = re.search(r'<p class="pack-holds">(.*?)</p>', stranger().get(path).text, re.DOTALL)
    assert re.findall(r"<span>(.*?)</span>", found[1]) == counted


def test_what_is_no_right_story_or_quiz_is_counted_too(packs):
    pack = packs["en", "my-rights-7"]
    pack.pages = [("page", right(12)), ("page", PacksPage.objects.get(locale=pack.locale))]
    pack.save_revision().publish()
    for path in ("/en/packs/", PACK):
        assert "<span>1 right</span>" in stranger().get(path).text
        assert "<span>1 other text</span>" in stranger().get(path).text


def test_an_empty_list_says_so(packs):
    PackPage.objects.update(live=False)
    assert "There is no reading pack here yet." in stranger().get("/en/packs/").text


def test_the_day_of_the_oldest_test_call_is_told(packs):
    helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))
    helpline(number="1288", verified_on=date(2026, 10, 1), next_check_on=date(2027, 3, 1))
    for path in ("/en/packs/", PACK, "/en/reading/offline/"):
        assert "We called its numbers on 1 September 2026." in stranger().get(path).text


def test_the_list_costs_the_same_for_one_pack_and_for_three(packs, django_assert_max_num_queries):
    stranger().get("/en/packs/")
    for few in (False, True):
        if few:
            PackPage.objects.filter(step__gt=7).update(live=False)
        with django_assert_max_num_queries(12):  # eight of them are Wagtail's way to the page
            stranger().get("/en/packs/")


def test_scripts_are_small_and_only_where_the_buttons_are(packs, figure):
    size = sum(len(stripped(f"js/packs/{name}.js").encode()) for name in ("saving", "page"))
    figure(f"scripts of a page with a reading pack: {size / 1000:.2f} kB (at most {SCRIPT / 1000:.0f})")
    assert size <= SCRIPT
    with_buttons = [
        path
        for path in ("/en/", "/en/rights/", "/en/rights/12/", "/en/packs/", PACK)
        if "js/packs/" in stranger().get(path).text
    ]
    assert with_buttons == ["/en/packs/", PACK]


def test_a_pack_that_was_never_saved_can_be_previewed(packs):
    new = PackPage(title="New", slug="new", step=11, pages=[("page", right(12))], locale=right(12).locale)
    parent = PacksPage.objects.get(locale=new.locale)
    new.path, new.depth = f"{parent.path}9999", parent.depth + 1
    text = new.make_preview_request().text
    assert right(12).title in text
    assert "data-pack=" not in text


# --- what a telephone fetches ----------------------------------------------------------------------------------------
def test_every_part_is_named_with_the_hash_of_what_is_served(packs):
    list_ = told(packs["en", "my-rights-7"])
    pages = [each for each in list_["parts"] if not each[0].startswith("/static/")]
    assert len(pages) >= 20
    for path, digest, _size in pages:
        body = stranger().get(path, headers={"Accept-Encoding": "identity"}).content
        assert (path, digest) == (path, hashlib.sha256(body).hexdigest()[:16])
    assert list_["size"] == sum(size for _path, _digest, size in list_["parts"])


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_bytes_are_those_that_come_over_the_network(packs, encoding):
    pack = packs["km", "my-rights-7"]
    answer = stranger().get(address(pack), headers={"Accept-Encoding": encoding})
    parts = json.loads(errands.UNPACK[encoding](answer.content))["parts"]
    for path, _digest, size in parts:
        sent = stranger().get(path, headers={"Accept-Encoding": encoding})
        body = b"".join(sent.streaming_content) if sent.streaming else sent.content
        head = sum(len(name) + len(value) + 4 for name, value in sent.headers.items())
        assert abs(size - len(body) - head) <= errands.FROM_THE_SERVER
        for close in sent._resource_closers if sent.streaming else ():
            close()


def test_a_pack_holds_help_and_the_page_of_the_exit_in_both_languages_and_its_letters(packs):
    parts = set(hashes(packs["km", "my-rights-11"]))
    for language in ("km", "en"):
        assert {f"/{language}/{path}/" for path in ("more", "calendar", "reading/offline")} <= parts
    assert len([part for part in parts if part.endswith(".woff2")]) == 2
    assert {"/static/js/leave.js", "/static/js/packs/page.js", "/static/img/mark.svg"} <= parts
    assert "/km/rights/12/?age=11" in parts
    assert "/km/rights/12/?age=7" not in parts


def test_a_quiz_is_kept_with_every_question_and_answer(packs):
    quiz = QuizPage.objects.get(slug="play-and-rest", locale__language_code="en")
    kept = {part for part in hashes(packs["en", "my-rights-7"]) if part.startswith("/en/quizzes/")}
    answers = sum(len(each.value["answers"]) for each in quiz.questions)
    assert len(kept) == len(quiz.questions) + answers + 1
    text = stranger().get("/en/quizzes/play-and-rest/?q=1&a=1").text
    assert {f"/en/quizzes/play-and-rest/{way}" for way in re.findall(r'href="(\?q=\d+)"', text)} <= kept


def test_only_what_changed_has_another_hash(packs):
    pack = packs["en", "my-rights-7"]
    before = hashes(pack)
    page = right(12)
    page.short_7 = "You may speak, and adults listen."
    page.save_revision().publish()
    after = hashes(pack)
    assert {part for part in after if after[part] != before[part]} == {"/en/rights/12/?age=7"}
    assert before.keys() == after.keys()


def test_an_unpublished_or_closed_page_leaves_the_list(packs):
    pack = packs["en", "my-rights-7"]
    assert "/en/rights/31/?age=7" in hashes(pack)
    right(31).unpublish()
    assert "/en/rights/31/?age=7" not in hashes(pack)
    assert told(pack)["texts"] == 6
    PageViewRestriction.objects.create(page=right(19), restriction_type=PageViewRestriction.LOGIN)
    right(12).save_revision().publish()  # a door closed is no publishing: the list is new within ten minutes
    assert "/en/rights/19/?age=7" not in hashes(pack)
    assert "5 texts" in stranger().get(PACK).text


def test_a_changed_helpline_is_a_changed_help_page_at_once(packs):
    pack = packs["en", "my-rights-7"]
    line = helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))
    before = hashes(pack)
    HelpLine.objects.filter(pk=line.pk).update(number="1290")
    after = hashes(pack)
    assert {part for part in after if after[part] != before[part]} == {"/en/more/", "/km/more/"}


def test_a_pack_that_is_no_more_is_not_found(packs):
    pack = packs["en", "my-rights-7"]
    assert stranger().get(address(pack).replace("/en/", "/km/")).status_code == 404
    pack.unpublish()
    assert stranger().get(address(pack)).status_code == 404
    assert stranger().get("/en/reading/999999.json").status_code == 404


def test_the_list_is_made_once_and_asked_for_by_its_mark(packs, monkeypatch):
    pack = packs["en", "my-rights-7"]
    first = stranger().get(address(pack), headers={"Accept-Encoding": "br"})
    monkeypatch.setattr(pack_lists, "fetch", lambda *_: pytest.fail("made again"))
    again = stranger().get(address(pack), headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Encoding" in first.headers["Vary"]


def test_the_list_is_the_same_for_staff_and_leaves_the_language_alone(packs):
    pack = packs["km", "my-rights-7"]
    staff = signed_in(make_user("communications"))
    answer = staff.get(address(pack), headers={"Accept-Encoding": "br"})
    assert json.loads(brotli.decompress(answer.content)) == told(pack)
    assert answer.headers["Content-Language"] == "km"


def test_files_of_a_page_are_found_and_nothing_of_others():
    html = """
    <link rel="icon" href="/static/a.svg"><link rel="apple-touch-icon" href="/static/no.png">
    <link rel="stylesheet" href="/static/css/after.css"><link rel="stylesheet" href="/static/css/no.css">
    <picture><source srcset="/media/images/x.avif 1x, /media/images/x2.avif 2x"><source srcset="/media/images/x.webp">
    <img src="/media/images/x.jpg"></picture><audio src="/media/clip.mp3"></audio>
    <img src="https://elsewhere.example/b.png"><img src="/static/a.svg">
    """
    assert files_of(html) == [
        "/static/a.svg",
        "/static/css/after.css",
        "/static/fonts/noto-sans-khmer/noto-sans-khmer-khmer-400-normal.woff2",
        "/static/fonts/noto-sans-khmer/noto-sans-khmer-khmer-700-normal.woff2",
        "/media/images/x.avif",
        "/media/images/x.jpg",
        "/media/clip.mp3",
    ]


# --- without internet ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_without_internet_leads_to_help_and_stays_out_of_search(db, language):
    text = stranger().get(f"/{language}/reading/offline/").text
    assert f'href="/{language}/more/"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_the_worker_is_one_script_that_knows_nothing_of_the_field_app(db):
    answer = stranger().get("/reading-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies
    assert answer.text == worker_script()
    assert "/field" not in answer.text
    assert 'CACHE="reading:"' in answer.text


def test_lists_of_packs_stand_under_the_home_pages(packs):
    assert PacksPage.objects.live().count() == 2
    for language in ("km", "en"):
        assert f'href="/{language}/packs/"' in stranger().get(f"/{language}/").text
        assert f'href="/{language}/packs/"' in stranger().get(f"/{language}/rights/").text
