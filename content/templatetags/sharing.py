"""The part of a public page that search engines and messengers read."""

from django import template
from django.utils.safestring import SafeString

from ..sharing import head_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shared_head(context: template.Context) -> SafeString:
    """Canonical address, languages, Open Graph and structured data of the page in the context, if there is one."""
    return head_of(context.get("self"), context.get("request"), context.flatten())
