"""Asks: the list's filter, writing one, sending it, its answer, telling the children, withdrawing it."""

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import User
from places.forms import AreaField

from ..models import Ask, AskAnswer, CommunityGroup, DutyBearer, Meeting, Topic
from ..models.ask import LONGEST_ANSWER, AskQuerySet
from .inputs import DayField

USUAL_TIME = timedelta(days=30)
"""What is proposed as the time for an answer."""


def bearers(known: int | None = None) -> QuerySet[DutyBearer]:
    """Who may be chosen: those in use, and the one that stands there already."""
    return DutyBearer.objects.filter(Q(is_active=True) | Q(pk=known)).order_by("position", "pk")


class AskFilter(FilterForm):
    """Which asks to list. All of it stands in the address."""

    ASIDE = frozenset({"group"})

    status = forms.ChoiceField(label=_("Status"), required=False)
    area = AreaField(label=_("Place"), required=False)
    body = forms.ModelChoiceField(
        label=_("Who must answer"),
        queryset=DutyBearer.objects.none(),
        required=False,
        empty_label=pgettext_lazy("filter", "All"),
    )
    overdue = forms.BooleanField(label=_("Only overdue asks"), required=False)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        under_way = ("open", _("Under way"))
        everything = ("", pgettext_lazy("filter", "All"))
        self.fields["status"].choices = [everything, under_way, *Ask.Status.choices]
        self.fields["body"].queryset = DutyBearer.objects.order_by("position", "pk")

    def narrow(self, asks: AskQuerySet) -> AskQuerySet:
        chosen = self.chosen
        if chosen.get("status") == "open":
            asks = asks.open()
        elif "status" in chosen:
            asks = asks.filter(status=chosen["status"])
        if "area" in chosen:
            asks = asks.within(chosen["area"].pk)
        if "body" in chosen:
            asks = asks.filter(body=chosen["body"])
        if "overdue" in chosen:
            asks = asks.overdue(timezone.localdate())
        if "group" in chosen:
            asks = asks.of_group(chosen["group"])
        return asks


class AskForm(ActingForm):
    """The words of an ask, and to whom it shall go."""

    text = forms.CharField(
        label=_("What do the children ask for?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the children's own words. No names, and nothing by which a child could be recognised."),
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Which rights is it about?"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    level = forms.ChoiceField(label=_("Where does it belong?"), choices=Ask.Level)
    area = AreaField(label=_("Place"))
    body = forms.ModelChoiceField(label=_("Who must answer?"), queryset=DutyBearer.objects.none(), required=False)
    answer_due_on = DayField(label=_("By when?"), required=False)

    def __init__(self, *args: object, ask: Ask | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        articles = Topic.objects.filter(type=Topic.Type.ARTICLE, is_active=True)
        self.fields["topics"].queryset = articles.order_by("position", "number", "pk")
        self.fields["topics"].label_from_instance = lambda topic: f"{topic.number}. {topic.name}"
        self.fields["body"].queryset = bearers(ask.body_id if ask else None)

    @staticmethod
    def facts_of(ask: Ask) -> dict[str, object]:
        names = ("text", "level", "area", "body", "answer_due_on")
        return {**{name: getattr(ask, name) for name in names}, "topics": list(ask.topics.all())}


class SendForm(ActingForm):
    """To whom an ask was handed, when, and by when an answer is expected."""

    body = forms.ModelChoiceField(label=_("Who must answer?"), queryset=DutyBearer.objects.none())
    sent_on = DayField(label=_("Sent on"))
    answer_due_on = DayField(label=_("Answer by"))

    def __init__(self, *args: object, ask: Ask, **kwargs: object) -> None:
        today = timezone.localdate()
        due = ask.answer_due_on or today + USUAL_TIME
        kwargs.setdefault("initial", {"body": ask.body_id, "sent_on": today, "answer_due_on": due})
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bearers(ask.body_id)


class DueDayForm(ActingForm):
    """Another day for the answer."""

    answer_due_on = DayField(label=_("Answer by"))


class OfficialAnswerForm(ActingForm):
    """What an official answers, on their own telephone."""

    kind = forms.ChoiceField(label=_("What is your answer?"), choices=AskAnswer.Kind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Simple words that children understand. Who refuses says why."),
    )


class AnswerForm(OfficialAnswerForm):
    """An answer that came on paper or by word of mouth."""

    answered_on = DayField(label=_("Answered on"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"answered_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("What was answered?")


class TellForm(ActingForm):
    """The meeting at which the children heard the answer."""

    meeting = forms.ModelChoiceField(label=_("At which meeting?"), queryset=Meeting.objects.none())

    def __init__(self, *args: object, ask: Ask, group: CommunityGroup, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.visible_to(user).filter(group=group, held_on__gte=ask.answered_on)
        self.fields["meeting"].queryset = meetings.newest_first()


class WithdrawAskForm(ActingForm):
    """Why it is asked no longer."""

    reason = forms.ChoiceField(label=_("Why?"), choices=Ask.WithdrawReason, widget=forms.RadioSelect)
