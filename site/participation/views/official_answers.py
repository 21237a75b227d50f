"""Behind the link of an official: one ask, and a form for its answer. No account, no group, no day of any meeting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..actions.answer_links import link_of
from ..actions.official_answers import answer_by_link
from ..forms.asks import OfficialAnswerForm


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """To look changes nothing. Called by the view of all links, which keeps the token out of caches and referrers."""
    found = link_of(token)
    if found is None:
        return render(request, "accounts/link_spent.html", status=410)
    form = OfficialAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(answer_by_link, token=token, **form.cleaned_data):
        return render(request, "participation/official_answered.html", {"ask": found.ask})
    topics = list(found.ask.topics.order_by("number", "pk"))
    return render(request, "participation/official_answer.html", {"form": form, "ask": found.ask, "topics": topics})
