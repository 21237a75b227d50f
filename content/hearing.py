"""The file of a clip, whole or in part: a browser that seeks in a recording asks for the bytes from there on."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .models import Clip
from .models.clips import FOLDER
from .sounds.kinds import CONTENT_TYPES, Kind

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")

MONTH = "public, max-age=2592000, immutable"
ASK_EACH_TIME = "public, no-cache"
"""For the voice of a child: who withdraws it is heard at once, also by browsers and proxies that kept it."""


@require_safe
def clip_file(request: HttpRequest, name: str) -> HttpResponse:
    """A clip by the name of its file, as long as its page offers it to everybody."""
    clip = Clip.objects.public().filter(file=f"{FOLDER}/{name}").first()
    text = text_of(clip) if clip else None
    if text is None or not clip.is_of(text):
        raise Http404("No such clip.")
    return sound_answer(request, clip, MONTH if clip.speaker == Clip.Speaker.ADULT else ASK_EACH_TIME)


def text_of(clip: Clip) -> str | None:
    """What a page that everybody may read says today in the place that a clip speaks."""
    page = Page.objects.live().public().filter(pk=clip.page_id).specific().first()
    texts = page.texts_to_hear() if hasattr(page, "texts_to_hear") else []
    return next((each.text for each in texts if each.part == clip.part), None)


def sound_answer(request: HttpRequest, clip: Clip, cache_control: str) -> HttpResponse:
    """200 with all of it, 206 with the part that was asked for, 304, or 416 where there is no such part.

    Where a backup brought the row back and not the file, there is nothing to hear: a 404.
    """
    try:
        with clip.file.open() as file:
            data = file.read()
    except FileNotFoundError:
        raise Http404("No such clip.") from None
    etag = f'"{clip.content_hash[:32]}"'
    headers = {"Accept-Ranges": "bytes", "Cache-Control": cache_control, "ETag": etag}
    whole = HttpResponse(data, content_type=CONTENT_TYPES[Kind(clip.kind)], headers=headers)
    answer = get_conditional_response(request, etag=etag, response=whole)
    asked = request.headers.get("Range")
    if answer is not whole or asked is None or request.headers.get("If-Range", etag) != etag:
        return answer
    return _part(whole, asked, data)


def _part(whole: HttpResponse, asked: str, data: bytes) -> HttpResponse:
    """One range; what is asked in another way is answered with everything, as the standard allows."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return whole
    first, last = found.groups()
    begin = int(first) if first else max(0, len(data) - int(last))
    end = min(int(last), len(data) - 1) if first and last else len(data) - 1
    if first and last and int(last) < begin:
        return whole
    if begin > end:
        whole.status_code, whole.content = 416, b""
        whole.headers["Content-Range"] = f"bytes */{len(data)}"
        return whole
    whole.status_code, whole.content = 206, data[begin : end + 1]
    whole.headers["Content-Range"] = f"bytes {begin}-{end}/{len(data)}"
    return whole
