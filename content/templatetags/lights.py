"""The lights of pictures in Wagtail's admin: a word, a shape and a colour, and never a name."""

from collections.abc import Iterable

from django import template
from django.db.models import Model

from content.lights import Light, Standing, is_released, standing_of, with_standings
from content.models import ConsentRequest, Picture
from content.publishing import pictures_in
from content.using import uses_of

register = template.Library()

SHAPES = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■"}


@register.simple_tag
def light_up(pictures: Iterable[Picture]) -> str:
    """Ask once for all pictures of a list; draws nothing."""
    with_standings(pictures)
    return ""


@register.inclusion_tag("content/editors/_light.html")
def light(picture: Picture, *, whole: bool = False) -> dict:
    """The light of one picture; ``whole``: with the reason, and how many people allow it."""
    standing: Standing = getattr(picture, "standing", None) or standing_of(picture)
    return {"standing": standing, "shape": SHAPES[standing.light], "whole": whole}


@register.inclusion_tag("content/editors/_page_lights.html")
def lights_of_page(page: Model) -> dict:
    """The pictures of a page as it is being written, those that hold it back first."""
    pictures = with_standings(pictures_in(page)) if page and page.pk else []
    return {"pictures": sorted(pictures, key=lambda each: each.standing.may_be_shown)}


@register.inclusion_tag("content/editors/_picture_facts.html", takes_context=True)
def facts_of_picture(context: template.Context, picture: Picture) -> dict:
    """What an editor may know: its light, where it is used, and whether those who know the children were asked."""
    standing = standing_of(picture)
    asked = ConsentRequest.objects.filter(picture=picture).order_by("-asked_at", "-pk").first()
    may_ask = standing.people and standing.light is not Light.GREEN
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "picture": picture,
        "uses": uses_of(picture),
        "asked": asked,
        "is_released": is_released(picture),
        "may_ask": may_ask and not (asked and asked.state == ConsentRequest.State.ASKED),
    }
