"""Stories and news: shipped in two languages, read from the newest to the oldest, in lists that never grow dearer."""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from content.looking import look_for
from content.models import AboutPage, AgeStep, NewsPage, RightPage, StoriesPage, StoryPage
from content.telling import make_about, make_news, make_stories
from khmertext.normalise import normalise
from reports.actions import publish_snapshot
from tests.content.test_rights_texts import KHMER, length, sentences
from tests.factories.accounts import make_user, stranger
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_village

pytestmark = pytest.mark.django_db

FILES = [
    path
    for kind in ("stories", "news", "about")
    for path in sorted((settings.BASE_DIR / "content" / kind).glob("*.toml"))
]
LONGEST = 16
"""Words of a sentence in a story, at most."""


@pytest.fixture
def told(portal_with):
    """The shipped stories and news by language and name."""
    assert portal_with(make_stories, make_news) == 6
    pages = [*StoryPage.objects.select_related("locale"), *NewsPage.objects.select_related("locale")]
    return {(page.locale.language_code, page.slug): page for page in pages}


def html(address: str) -> str:
    answer = stranger().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def queries(address: str) -> list[str]:
    client = stranger()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in asked.captured_queries]


def many(number: int) -> StoriesPage:
    """A list with so many stories more, made of one by copying rows."""
    library = StoriesPage.objects.get(locale__language_code="en")
    first = StoryPage.objects.child_of(library).first()
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    base = Page.objects.filter(pk=first.pk).values(*columns).get()
    steps = [library.path + Page._int2str(turn).rjust(4, "0") for turn in range(1000, 1000 + number)]
    pages = [
        Page(**{**base, "path": path, "slug": path, "url_path": f"{library.url_path}{path}/", "translation_key": None})
        for path in steps
    ]
    for page in pages:
        page.translation_key = page._meta.get_field("translation_key").get_default()
    made = Page.objects.bulk_create(pages, batch_size=400)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO content_storypage (page_ptr_id, needs_native_editor, search_words, lead, told_on, body)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (page.pk, False, "", "", date(2020, 1, 1) + timedelta(days=turn // 9), "[]")
                for turn, page in enumerate(made)
            ],
        )
    return library


# --- for the reader ---------------------------------------------------------------------------------------------------
def test_a_story_shows_its_passages_its_rights_and_another_story(portal_with):
    portal_with(make_stories, rights=(19, 28))
    shown = html("/en/stories/safe-way-to-school/")
    assert "11–14 years" in shown
    assert "17 October 2026" in shown
    assert (
        shown.index("A map")
        < shown.index("We did not only ask.")
        < shown.index("Which place on your way would be red?")
    )
    assert "/en/rights/19/?age=11" in shown
    assert "/en/stories/ten-small-trees/" in shown
    assert "Read about" not in shown


@pytest.mark.parametrize(("language", "title"), [("en", "Something to read"), ("km", "អត្ថបទសម្រាប់អាន")])
def test_what_is_told_about_violence_is_left_at_once_and_names_nothing(portal_with, language, title):
    """As the page about the article itself: a way out before all else, a title that says nothing, no way back."""
    portal_with(make_stories, rights=(15, 19, 28))
    story = StoryPage.objects.get(slug="safe-way-to-school", locale__language_code=language)
    answer = stranger().get(story.url)
    head = answer.text.split("</head>")[0]
    assert f"<title>{title}" in head
    assert story.title not in head
    assert "application/ld+json" not in head
    assert answer.text.count("data-leave") == 2
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    other = stranger().get(f"/{language}/stories/first-meeting/")
    assert "data-leave" not in other.text
    assert "no-referrer" not in other.headers.get("Referrer-Policy", "")
    RightPage.objects.filter(topic__number=19).update(has_quick_exit=False)
    assert "data-leave" not in stranger().get(story.url).text


def test_the_oldest_story_leads_to_the_newest(told):
    oldest = told["en", "first-meeting"]
    assert oldest.another().slug == "asking-the-commune-council"
    told["en", "asking-the-commune-council"].unpublish()
    assert oldest.another().slug == "new-classmate"


def test_lists_show_the_newest_first_and_lead_to_older_ones(told):
    library = many(12)
    first = stranger().get("/en/stories/").context["leaf"]
    assert [page.told_on for page in first.pages] == sorted((page.told_on for page in first.pages), reverse=True)
    seen, older, leaves = [], first.older, [first]
    while older:
        leaves.append(stranger().get("/en/stories/", {"older": older}).context["leaf"])
        older = leaves[-1].older
    seen = [page.pk for leaf in leaves for page in leaf.pages]
    assert [len(leaf.pages) for leaf in leaves] == [8, 8, 2]
    assert sorted(seen) == sorted(library.get_children().values_list("pk", flat=True))
    assert "noindex" not in html("/en/stories/")
    assert "noindex" in html(f"/en/stories/?older={first.older}")


@pytest.mark.parametrize(
    "forged", ["x", "2026-13-01.5", "2026-01-01", "2026-01-01.-1", "٢٠٢٦-01-01.1", "2026-01-01." + "9" * 40]
)
def test_a_forged_place_leads_to_the_newest(told, forged):
    leaf = stranger().get("/en/stories/", {"older": forged}).context["leaf"]
    assert leaf.is_newest
    assert len(leaf.pages) == 6


def test_what_is_not_live_is_nowhere(told):
    told["en", "new-classmate"].unpublish()
    assert "/en/stories/new-classmate/" not in html("/en/stories/")
    assert "new-classmate" not in html("/en/feeds/stories.rss")
    told["km", "new-classmate"].unpublish()
    assert stranger().get("/en/stories/new-classmate/").status_code == 404


def test_an_empty_list_says_so(told):
    for page in NewsPage.objects.all():
        page.delete()
    assert "There is no news yet." in html("/en/news/")


def test_a_list_costs_the_same_with_ten_and_with_ten_thousand(told):
    many(4)
    few = queries("/en/stories/")
    own = [sql for sql in few if "content_storypage" in sql]
    assert len(own) == 1
    StoryPage.objects.filter(told_on__lt=date(2021, 1, 1)).delete()
    many(10_000)
    shown = stranger().get("/en/stories/", {"older": "2022-01-01.999999999"})
    assert len(shown.context["leaf"].pages) == 8
    assert len(queries("/en/stories/")) == len(few)
    assert len(queries("/en/stories/?older=2022-01-01.999999999")) == len(few)


def test_search_finds_stories_and_news(told):
    page = told["en", "ten-small-trees"]
    assert page in look_for("small trees", page.locale).stories
    assert "/en/stories/ten-small-trees/" in html("/en/search/?q=shade")
    assert "/en/news/childrens-day/" in html("/en/search/?q=theatre")


# --- feeds ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(("feed", "number"), [("stories", 6), ("news", 3)])
def test_feed_has_valid_dates_and_whole_addresses(told, language, feed, number):
    answer = stranger().get(f"/{language}/feeds/{feed}.rss")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert not answer.cookies
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel.findtext("language") == language
    items = channel.findall("item")
    assert len(items) == number
    dates = [item.findtext("pubDate") for item in items]
    assert all(re.fullmatch(r"\w{3}, \d{2} \w{3} 2026 12:00:00 \+0700", day) for day in dates)
    newest = max(
        (page for (code, _), page in told.items() if code == language and page.get_parent().slug == feed),
        key=lambda page: page.told_on,
    )
    assert items[0].findtext("title") == newest.title
    for address in [
        channel.findtext("link"),
        *(item.findtext("link") for item in items),
        *(item.findtext("guid") for item in items),
    ]:
        assert re.match(rf"https?://[^/]+/{language}/{feed}/", address)
    assert f'href="/{language}/feeds/{feed}.rss"' in html(f"/{language}/{feed}/").split("</head>")[0]


# --- about ------------------------------------------------------------------------------------------------------------
def test_about_page_shows_the_figures_of_the_snapshot(told):
    assert make_about() == 2
    assert "about-figures" not in html("/en/about/").split("</style>")[1]
    club = make_group(area=make_village())
    for turn in range(12):
        make_membership(group=club, person=make_person(sex="female" if turn % 2 else "male", birth_year=2014))
    publish_snapshot()
    make_membership(group=club, person=make_person(birth_year=2014))
    shown = html("/en/about/")
    assert re.findall(r"<dd>(\d+)</dd>", shown) == ["1", "0", "1", "10"]
    assert "2004" in html("/km/about/")
    assert make_about() == 0


def test_first_page_leads_to_all_of_it(told):
    make_about()
    assert "/en/near/" not in html("/en/")
    publish_snapshot()
    assert "/en/near/" not in html("/en/"), "nothing to show yet"
    make_group(area=make_village())
    publish_snapshot()
    for language in ("km", "en"):
        shown = html(f"/{language}/")
        for name in ("stories", "news", "about", "near"):
            assert f'href="/{language}/{name}/"' in shown


# --- shipped texts ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_texts_are_whole_short_and_clean(path: Path):
    told = tomllib.loads(path.read_text("utf-8"))
    shapes = {language: [sorted(each) for each in told[language]["passages"]] for language in ("km", "en")}
    assert shapes["km"] == shapes["en"]
    for language in ("km", "en"):
        words = texts(told[language])
        assert [text for text in words if normalise(text) != text] == []
        assert [text for text in words if bool(KHMER.search(text)) != (language == "km")] == []
        if path.parent.name != "about":
            limit = LONGEST
            assert [one for text in words for one in sentences(text, language) if length(one, language) > limit] == []


def texts(words: dict) -> list[str]:
    found = [words["title"], words["lead"]]
    for passage in words["passages"]:
        for value in passage.values():
            found += value if isinstance(value, list) else [value]
    return found


def test_each_age_step_has_a_story():
    steps = [tomllib.loads(path.read_text("utf-8"))["step"] for path in FILES if path.parent.name == "stories"]
    assert set(steps) == set(AgeStep.values)
    assert len(steps) == 6


# --- for editors ------------------------------------------------------------------------------------------------------
def test_shipped_pages_pass_the_checks_of_the_editor(told):
    for page in told.values():
        page.full_clean()
        page.body.stream_block.clean(page.body)
        assert page.needs_native_editor == (page.locale.language_code == "km")


def test_translations_know_each_other_and_what_editors_changed_stays(told):
    keys = {slug: page.translation_key for (language, slug), page in told.items() if language == "km"}
    assert {slug: told["en", slug].translation_key for slug in keys} == keys
    page = told["km", "new-classmate"]
    page.title, page.slug = "ថ្មី", "other"
    page.save_revision().publish()
    told["en", "childrens-day"].unpublish()
    for command in ("stories", "news", "about", "about"):
        call_command(command, verbosity=0)
    assert StoryPage.objects.get(slug="other").title == "ថ្មី"
    assert not NewsPage.objects.get(pk=told["en", "childrens-day"].pk).live
    assert (StoryPage.objects.count(), NewsPage.objects.count(), AboutPage.objects.count()) == (12, 6, 2)


def test_a_paragraph_takes_only_what_is_on_the_list(told):
    block = StoryPage._meta.get_field("body").stream_block.child_blocks["paragraph"]
    written = '<p><b>Bold</b></p><h2>Big</h2><p><script>alert(1)</script><img src="x" onerror="alert(1)"/></p>'
    contentstate = block.field.widget.converter.from_database_format(written)
    kept = block.field.widget.converter.to_database_format(contentstate)
    assert "<b>Bold</b>" in kept
    assert [tag for tag in ("<h2", "<script", "<img") if tag in kept] == []


def test_an_empty_quote_is_refused(told):
    block = StoryPage._meta.get_field("body").stream_block.child_blocks["quote"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "", "by": ""}))


def test_an_editor_writes_a_story(told, client):
    client.force_login(make_user("communications", username="editor"))
    parent = StoriesPage.objects.get(locale__language_code="en")
    answer = client.get(reverse("wagtailadmin_pages:add", args=["content", "storypage", parent.pk]))
    assert answer.status_code == 200
    assert 'name="told_on"' in answer.content.decode()
