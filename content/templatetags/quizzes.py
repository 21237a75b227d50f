"""The way from a right to a quiz about it; the rights themselves know nothing of quizzes."""

from django import template

from content.models import AgeStep, RightPage
from content.models.quizzes import quiz_about

register = template.Library()


@register.inclusion_tag("content/_quiz_link.html", takes_context=True)
def link_to_quiz(context: template.Context, right: RightPage, step: AgeStep) -> dict:
    """A link to a live quiz about a right, if there is one."""
    return {"request": context.get("request"), "quiz": quiz_about(right, step)}
