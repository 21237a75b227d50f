"""The library of policies: made from the shipped files, listed by kind, told to children first, honest about gaps."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation
from wagtail.documents.models import Document

from content.models import PoliciesPage, PolicyPage
from content.policy_library import make_policy_library, protecting
from participation.models import Topic
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(portal_with):
    """All ten documents in both languages, beside the pages about two rights."""
    assert portal_with(make_policy_library, rights=(12, 19)) == 20
    return {(page.locale.language_code, page.slug): page for page in PolicyPage.objects.all()}


def read(path: str, **choice: str) -> str:
    answer = stranger().get(path, choice)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'class="policy-card".*?<b>(.*?)</b>', html, re.DOTALL)


def change(page: PolicyPage, **values: object) -> PolicyPage:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


# --- the loader -------------------------------------------------------------------------------------------------------
def test_both_languages_are_translations_of_each_other(documents):
    keys = {slug: documents["km", slug].translation_key for language, slug in documents if language == "km"}
    assert {slug: documents["en", slug].translation_key for slug in keys} == keys
    assert PoliciesPage.objects.values("translation_key").distinct().count() == 1
    assert {page.needs_native_editor for (language, _), page in documents.items() if language == "km"} == {True}


def test_what_editors_changed_renamed_or_took_down_stays(documents):
    change(documents["en", "juvenile-justice-law"], slug="justice", title="Justice", kind="prakas")
    documents["km", "juvenile-justice-law"].unpublish()
    assert make_policy_library() == 0
    assert PolicyPage.objects.get(slug="justice").title == "Justice"
    assert not PolicyPage.objects.get(slug="juvenile-justice-law").live


# --- the list ---------------------------------------------------------------------------------------------------------
def test_list_is_grouped_by_kind_and_newest_first(documents):
    html = read("/en/documents/")
    assert re.findall(r'<section class="rights-theme" aria-labelledby="(\w+)"', html) == [
        "convention",
        "law",
        "sub_decree",
        "policy",
        "guideline",
        "plan",
        "programme_rule",
    ]
    assert titles(html)[3:6] == [
        "National Policy on the Child Protection System 2019–2029",
        "Child-Friendly School Policy",
        "Child Protection Policy in School",
    ]
    assert html.count("In force</span>") == 2
    assert "Year not known" in html


def test_reader_chooses_a_kind_and_a_status(documents):
    assert titles(read("/en/documents/", kind="law")) == ["Juvenile Justice Law"]
    assert len(titles(read("/en/documents/", status="in_force"))) == 2
    assert titles(read("/en/documents/", kind="convention", status="in_force")) == [
        "Convention on the Rights of the Child"
    ]
    assert len(titles(read("/en/documents/", kind="nonsense", status="\x00<b>"))) == 10
    assert 'value="law" selected' in read("/en/documents/", kind="law")


def test_a_long_list_is_read_leaf_by_leaf_and_keeps_the_choice(documents, monkeypatch):
    monkeypatch.setattr("content.models.policies.AT_ONCE", 3)
    whole = [titles(read("/en/documents/", page=str(page))) for page in range(1, 5)]
    assert [len(each) for each in whole] == [3, 3, 3, 1]
    assert len({title for each in whole for title in each}) == 10
    chosen = read("/en/documents/", status="unknown", page="2")
    assert "8 documents" in chosen
    assert 'href="/en/documents/?status=unknown&amp;page=1"' in chosen
    assert 'href="/en/documents/?status=unknown&amp;page=3"' in chosen
    assert titles(read("/en/documents/", kind="policy", page="9")) == titles(read("/en/documents/", kind="policy"))


def test_nothing_found_leads_back_to_all(documents):
    html = read("/en/documents/", kind="law", status="in_force")
    assert titles(html) == []
    assert "No document is of this kind" in html
    assert 'href="/en/documents/">All documents' in html


def test_empty_list_leads_on(documents):
    for page in documents.values():
        page.unpublish()
    html = read("/en/documents/")
    assert "No document is told here yet." in html
    assert 'action="/en/search/"' in html
    assert 'name="kind"' not in html


# --- the page of a document -------------------------------------------------------------------------------------------
def facts(html: str) -> dict[str, str]:
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)
    return {label: re.sub("<.*?>", "", value) for label, value in pairs}


def test_what_is_not_known_is_said(documents):
    assert facts(read("/en/documents/child-protection-sub-decree/")) == {
        "Kind": "Sub-decree",
        "Issued by": "not known",
        "Number": "not known",
        "Adopted": "not known",
        "Valid": "not known",
        "Language of the document": "not known",
        "Licence or permission": "not known",
        "Checked on": "not checked yet",
    }
    assert "The document itself is not here yet." in read("/en/documents/child-protection-sub-decree/")


@pytest.mark.parametrize(
    ("slug", "label", "value"),
    [
        ("child-rights-convention", "Adopted", "20 November 1989"),
        ("child-friendly-school-policy", "Adopted", "2007"),
        ("child-protection-system-policy", "Valid", "2019–2029"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(documents, slug, label, value):
    assert facts(read(f"/en/documents/{slug}/"))[label] == value


def test_days_of_validity_are_told_in_the_language_of_the_page(documents):
    page = documents["km", "juvenile-justice-law"]
    change(page, valid_from=date(2016, 7, 14), checked_on=date(2026, 11, 2))
    told = facts(read("/km/documents/juvenile-justice-law/"))
    assert "ចាប់ពី 14 កក្កដា 2016" in told.values()
    assert "2 វិច្ឆិកា 2026" in told.values()


def test_children_come_first_and_related_rights_follow(documents):
    page = documents["en", "child-protection-system-policy"]
    html = read("/en/documents/child-protection-system-policy/").split("<main")[1]
    places = [html.index(text) for text in (page.for_children, "For adults", 'class="right-card"')]
    assert places == sorted(places)
    assert 'href="/en/rights/19/?age=11"' in html
    assert "/en/rights/12/" not in html


def test_a_document_about_violence_is_left_at_once_and_its_title_names_nothing(documents):
    """It names article 19, whose page has a quick exit; the one beside it names articles without."""
    page = documents["en", "violence-against-children-plan"]
    answer = stranger().get(page.url)
    head = answer.text.split("</head>")[0]
    assert "<title>Something to read" in head
    assert page.title not in head
    assert answer.text.count("data-leave") == 2
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    other = stranger().get(documents["en", "child-friendly-school-policy"].url)
    assert "data-leave" not in other.text
    assert "no-referrer" not in other.headers.get("Referrer-Policy", "")


def test_what_was_replaced_leads_on_while_its_successor_can_be_read(documents):
    old, new = documents["en", "juvenile-justice-law"], documents["en", "child-rights-convention"]
    change(old, status="replaced", replaced_by=new)
    assert f'class="policy-successor">Another document has taken its place: <a href="{new.url}"' in read(old.url)
    assert "Replaced" in read("/en/documents/")
    new.unpublish()
    assert 'class="policy-successor"' not in read(old.url)


def test_file_and_link_are_offered_with_size_and_language(documents):
    file = Document.objects.create(title="Law", file=ContentFile(b"x" * 3000, "law.pdf"))
    page = documents["en", "juvenile-justice-law"]
    change(page, file=file, link="https://example.org/law", document_language="km")
    html = read(page.url)
    assert f'href="{file.url}"' in html
    assert "PDF, 3 kB, Khmer" in html
    assert '<a href="https://example.org/law" rel="external noreferrer">' in html
    assert "is not here yet" not in html
    file.file.delete()


# --- the ways there ---------------------------------------------------------------------------------------------------
def test_a_right_leads_to_the_live_documents_that_name_it(documents):
    documents["en", "school-child-protection-policy"].unpublish()
    html = read("/en/rights/19/").split('id="promises"')[1]
    assert re.findall(r"/en/documents/([\w-]+)/", html) == [
        "violence-against-children-plan",
        "child-protection-system-policy",
        "programme-safeguarding-policy",
        "child-protection-sub-decree",
    ]
    PolicyPage.objects.get(slug="child-participation-guideline", locale__language_code="km").unpublish()
    assert "child-participation" not in read("/km/rights/12/")


def test_a_right_leads_to_the_newest_of_many_documents_and_to_all(documents, monkeypatch):
    assert "All documents" not in read("/en/rights/19/")
    monkeypatch.setattr("content.models.rights.MOST_PROMISES", 2)
    html = read("/en/rights/19/").split('id="promises"')[1].split("</section>")[0]
    assert re.findall(r'href="/en/documents/([\w./-]+)"', html) == [
        "violence-against-children-plan/",
        "child-protection-system-policy/",
        "violence-against-children-plan/../",
    ]


def test_home_leads_to_both_libraries(documents):
    html = read("/km/")
    assert html.index('href="/km/rights/"') < html.index('href="/km/documents/"')
    PoliciesPage.objects.get(locale__language_code="km").unpublish()
    assert 'href="/km/documents/"' not in read("/km/")


@pytest.mark.parametrize(("language", "words"), [("en", "juvenile"), ("km", "យុត្តិធម៌"), ("km", "អនីតិជន")])
def test_search_finds_documents_after_rights(documents, language, words):
    answer = stranger().get(f"/{language}/search/", {"q": words})
    assert "juvenile-justice-law" in [page.slug for page in answer.context["found"].policies]
    assert f"/{language}/documents/juvenile-justice-law/" in answer.content.decode()


def test_editors_see_which_texts_need_a_native_editor(documents):
    assert "(" in documents["km", "juvenile-justice-law"].get_admin_display_title()
    page = documents["en", "juvenile-justice-law"]
    assert page.get_admin_display_title() == page.title


def test_editors_open_the_form_of_a_document(documents, editor, client):
    client.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(f"/admin/pages/{documents['km', 'juvenile-justice-law'].pk}/edit/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert [
        name for name in ("for_children", "is_valid_years_only", "replaced_by") if f'name="{name}"' not in html
    ] == []


# --- what it costs, what is refused -----------------------------------------------------------------------------------
def test_documents_cost_few_queries(documents, django_assert_max_num_queries):
    client = stranger()
    client.get("/km/documents/juvenile-justice-law/")
    with django_assert_max_num_queries(11):
        client.get("/km/documents/juvenile-justice-law/")
    with django_assert_max_num_queries(8):
        client.get("/km/documents/?kind=policy")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("policy_is_valid_from_before_to", {"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)}),
        ("only_a_known_day_is_known_by_its_year", {"is_adopted_year_only": True, "adopted_on": None}),
        ("only_a_replaced_policy_leads_on", {"replaced_by": "child-rights-convention", "status": "unknown"}),
    ],
)
def test_database_refuses_what_cannot_be(documents, name, values):
    if "replaced_by" in values:
        values = {**values, "replaced_by": documents["en", values["replaced_by"]]}
    page = PolicyPage.objects.filter(slug="juvenile-justice-law")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        page.update(**values)


def test_a_document_does_not_replace_itself(documents):
    page = documents["en", "juvenile-justice-law"]
    page.status, page.replaced_by = "replaced", page
    with pytest.raises(ValidationError, match="replaced_by"):
        page.full_clean()
    page.replaced_by = documents["en", "child-rights-convention"]
    page.full_clean()


def test_articles_are_topics_of_the_convention(documents):
    chosen = documents["en", "child-rights-convention"].articles.all()
    assert {topic.type for topic in chosen} == {Topic.Type.ARTICLE}
    assert [topic.number for topic in chosen.order_by("number")] == [2, 3, 6, 12]


def test_those_in_force_that_protect_are_offered_to_the_desk_in_its_language(documents):
    Topic.objects.filter(number__in=(19, 39)).update(theme=Topic.Theme.PROTECTION)
    with translation.override("en"):
        found = dict(protecting())
    assert "National Policy on the Child Protection System 2019–2029" in found
    shown = documents["en", next(slug for language, slug in documents if "protection-system" in slug)]
    change(shown, status="replaced")
    with translation.override("en"):
        assert shown.title not in dict(protecting())
    with translation.override("km"):
        assert all(url.startswith("/km/") for url in dict(protecting()).values())
