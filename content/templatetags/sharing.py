"""The parts of a public page for who does not sit before it: search engines, messengers, a notice board."""

from django import template
from django.utils.safestring import SafeString

from .. import sheets
from ..sharing import facts_of, head_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shared_head(context: template.Context) -> SafeString:
    """Canonical address, languages and Open Graph of the page in the context, if there is one."""
    return head_of(context.get("self"), context.get("request"), context.flatten())


@register.simple_tag(takes_context=True)
def shared_facts(context: template.Context) -> SafeString | str:
    """The structured data of the page in the context, if there is one."""
    return facts_of(context.get("self"), context.get("request"), context.flatten())


@register.inclusion_tag("content/_sheet_foot.html")
def sheet_foot() -> dict:
    """A hint on the screen; on paper the helplines and the address of the portal."""
    return {"numbers": sheets.numbers(), "address": sheets.address()}
