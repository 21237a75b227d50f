"""A picture in a page: in three forms, as wide as shown, told in the language of the page, and only if it may be."""

import re

import pytest
from django.conf import settings
from django.utils import translation
from wagtail.rich_text import expand_db_html

from content.blocks import PictureBlock
from content.models import Picture
from tests.content.conftest import confirmed

pytestmark = pytest.mark.django_db


def html(picture: Picture | None, caption: str = "") -> str:
    block = PictureBlock()
    return str(block.render(block.to_python({"picture": picture and picture.pk, "caption": caption})))


@pytest.mark.parametrize(("language", "alt"), [("km", "ដៃ"), ("en", "Hands")])
def test_picture_is_drawn_in_three_forms_and_the_language_of_the_page(language, alt):
    with translation.override(language):
        text = html(confirmed(), "Play & <laugh>")
    assert re.findall(r'type="image/(\w+)"', text) == ["avif", "webp"]
    assert re.search(r'<img[^>]+src="/media/images/[^"]+\.jpg"', text)
    assert re.search(rf'<img[^>]+alt="{alt}"', text)
    assert 'loading="lazy"' in text
    (img,) = re.findall(r"<img[^>]+>", text)
    assert re.search(r' width="\d+"', img)
    assert re.search(r' height="\d+"', img)
    assert "<figcaption>Play &amp; &lt;laugh&gt;</figcaption>" in text


def test_picture_is_never_wider_than_it_is():
    widths = re.findall(r"\.avif (\d+)w", html(confirmed((2000, 500))))  # the sensor was turned: 500 wide
    assert sorted(set(widths), key=int) == ["360", "500"]


def test_without_words_there_is_no_caption():
    assert "figcaption" not in html(confirmed())


def test_what_may_not_be_shown_and_what_is_gone_leave_no_trace():
    made = confirmed()
    assert "<picture" in html(made)
    made.confirmed_by = made.confirmed_on = None
    made.save()
    assert html(made).strip() == ""
    assert html(None).strip() == ""


def test_public_pages_draw_pictures_by_no_other_tag():
    """Wagtail's own tags draw whatever they are given."""
    folder = settings.BASE_DIR / "templates" / "content"
    public = [path for path in folder.rglob("*.html") if "wagtailadmin/base.html" not in path.read_text("utf-8")]
    assert len(public) > 10
    tags = re.compile(r"\{%-?\s*(image|picture|srcset_image|image_url)\s")
    assert [path.name for path in public if tags.search(path.read_text("utf-8"))] == []


def test_picture_in_running_text_is_drawn_only_if_it_may_be():
    made = confirmed()
    text = f'<p>Look</p><embed embedtype="image" id="{made.pk}" format="fullwidth" alt="x"/>'
    assert "<img" in expand_db_html(text)
    made.confirmed_by = made.confirmed_on = None
    made.save()
    assert expand_db_html(text) == "<p>Look</p>"
