"""The topics of trainings, kept by an administrator."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.roles import Capability
from participation.views.form_pages import answer_form
from participation.views.rules import way_to_rules

from ..actions.training_topics import add_topic, change_topic
from ..forms.training_topics import KnownTopicForm, NewTopicForm
from ..models import TrainingTopic

LAST_PLACE = 120
"""Where a new topic stands: behind those of the start."""


@require_safe
@needs(Capability.EDIT_RULES)
def topics(request: HttpRequest) -> HttpResponse:
    rows = TrainingTopic.objects.order_by("-is_active", "position", "pk")
    return render(request, "protection/training_topics.html", {"topics": rows, "links": [way_to_rules()]})


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        NewTopicForm(request.POST or None, initial={"position": LAST_PLACE}),
        add_topic,
        done=_("The topic is in the list."),
        title=_("Add a topic of trainings"),
        way_back=_way_to_topics(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(TrainingTopic, pk=pk)
    initial = {name: getattr(topic, name) for name in KnownTopicForm.base_fields}
    return answer_form(
        request,
        KnownTopicForm(request.POST or None, initial=initial),
        partial(change_topic, topic=topic),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": topic.name},
        way_back=_way_to_topics(),
    )


def _way_to_topics() -> list[dict[str, str]]:
    return [way_to_rules(), {"label": _("Topics of trainings"), "url": reverse("trainings:topics")}]
