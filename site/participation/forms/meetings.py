"""The fields of a meeting, its decisions, and the filters of the list of meetings."""

import uuid

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.models import User
from places.forms import AreaField

from ..actions.meetings import WithdrawReason
from ..models import Ask, CommunityGroup, Decision, HeadCount, Kind, Meeting, Post, Topic
from ..models.ask import AskQuerySet
from .inputs import DayField, TimeOfDayField, WholeNumberField

MOST_GUESTS = 5000
MOST_DECISIONS = 20
YES_NO = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]


class MeetingForm(ActingForm):
    """What is said about the meeting as a whole. The list of members is a form of its own: see ``MarksForm``."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000_000)
    held_on = DayField(label=_("Day of the meeting"))
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.Kind, initial=Meeting.Kind.ORDINARY)
    is_second = forms.BooleanField(label=_("Yes, this is one more meeting on the same day"), required=False)
    started_at = TimeOfDayField(label=_("From"), required=False)
    ended_at = TimeOfDayField(label=_("Until"), required=False)
    place_text = forms.CharField(label=_("Place"), max_length=160, required=False)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"), queryset=Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    guests_basis = forms.ChoiceField(
        label=_("The numbers of guests are"),
        choices=HeadCount.Basis,
        initial=HeadCount.Basis.COUNTED,
        widget=forms.RadioSelect,
        required=False,
    )
    adults_present = WholeNumberField(label=_("Adults who stayed with the children"), max_value=200, required=False)
    felt_good = WholeNumberField(label=_("Good"), max_value=MOST_GUESTS, required=False)
    felt_so_so = WholeNumberField(label=_("So-so"), max_value=MOST_GUESTS, required=False)
    felt_bad = WholeNumberField(label=_("Bad"), max_value=MOST_GUESTS, required=False)
    summary = forms.CharField(
        label=_("What was talked about"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    quorum_met = forms.ChoiceField(
        label=_("Were enough members there to decide?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    minutes_approved = forms.ChoiceField(
        label=_("Were the minutes of the last meeting approved?"),
        choices=[("", _("Not said")), *Meeting.MinutesApproved.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    done_decisions = forms.ModelMultipleChoiceField(queryset=Decision.objects.none(), required=False)
    told_asks = forms.ModelMultipleChoiceField(queryset=Ask.objects.none(), required=False)
    told_before = forms.ModelMultipleChoiceField(queryset=Ask.objects.none(), required=False)

    def __init__(
        self, *args: object, user: User, group: CommunityGroup, meeting: Meeting | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.group, self.meeting = user, group, meeting
        self.fields["topics"].queryset = Topic.objects.filter(is_active=True).order_by("position", "number", "pk")
        self.fields["done_decisions"].queryset = self.pending()
        self.fields["told_asks"].queryset = self.fields["told_before"].queryset = self.to_tell()
        for group_of_guests in HeadCount.Group:
            self._add_guests(group_of_guests)
        if group.kind != Kind.COUNCIL:
            del self.fields["quorum_met"], self.fields["minutes_approved"]

    def pending(self) -> QuerySet[Decision]:
        """Decisions of the group's other meetings that are still to be done."""
        found = Decision.objects.editable_by(self.user).pending().filter(meeting__group=self.group)
        if self.meeting is not None:
            found = found.filter(meeting__held_on__lte=self.meeting.held_on).exclude(meeting=self.meeting)
        return found.select_related("meeting", "post").order_by("due_on", "meeting__held_on", "pk")

    def to_tell(self) -> AskQuerySet:
        """Answered asks of the group, and those that were told at this very meeting."""
        here = Q(status=Ask.Status.ANSWERED)
        if self.meeting is not None:
            here |= Q(status=Ask.Status.TOLD, told_meeting=self.meeting)
        return Ask.objects.editable_by(self.user).of_group(self.group).filter(here)

    def asks(self) -> AskQuerySet:
        """What the children wait for, what is to be told first."""
        shown = Q(status=Ask.Status.SENT) | Q(pk__in=self.to_tell().values("pk"))
        asks = Ask.objects.editable_by(self.user).of_group(self.group).filter(shown)
        return asks.with_group().order_by("status", "answer_due_on", "pk")

    def _add_guests(self, guests: HeadCount.Group) -> None:
        self.fields[f"guests_{guests}"] = WholeNumberField(label=guests.label, max_value=MOST_GUESTS, required=False)
        self.fields[f"guests_{guests}"].widget.attrs["placeholder"] = "0"
        self.fields[f"guests_{guests}_difficulty"] = WholeNumberField(
            label=_("of them with a difficulty"), max_value=MOST_GUESTS, required=False
        )

    @property
    def guest_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Number and "of them with a difficulty", for each group of guests."""
        return [(self[f"guests_{guests}"], self[f"guests_{guests}_difficulty"]) for guests in HeadCount.Group]

    @property
    def has_guests(self) -> bool:
        return any(number.value() or difficulty.value() for number, difficulty in self.guest_rows)

    @property
    def chosen_topics(self) -> set[str]:
        """The ids of the topics that are ticked, as text, whether typed or stored."""
        return {str(getattr(value, "pk", value)) for value in self["topics"].value() or ()}

    @property
    def ticked_decisions(self) -> set[str]:
        return {str(getattr(value, "pk", value)) for value in self["done_decisions"].value() or ()}

    @property
    def ticked_asks(self) -> set[str]:
        return {str(getattr(value, "pk", value)) for value in self["told_asks"].value() or ()}

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, object]:
        """The form of a meeting that is recorded already."""
        names = (
            *("id", "version", "held_on", "kind", "started_at", "ended_at", "place_text", "adults_present"),
            *("felt_good", "felt_so_so", "felt_bad", "summary", "minutes_approved"),
        )
        initial = {name: getattr(meeting, name) for name in names}
        initial["topics"] = list(meeting.topics.values_list("pk", flat=True))
        initial["quorum_met"] = {True: "yes", False: "no"}.get(meeting.quorum_met, "")
        initial["is_second"] = meeting.slot > 1
        initial["told_asks"] = list(meeting.asks_told.values_list("pk", flat=True))
        for count in meeting.head_counts.all():
            initial[f"guests_{count.group}"] = count.number
            initial[f"guests_{count.group}_difficulty"] = count.with_difficulty or None
            initial["guests_basis"] = count.basis
        return initial

    @staticmethod
    def initial_of_new() -> dict[str, object]:
        """A new meeting: its id is made here, so that sending the page twice makes one meeting."""
        return {"id": uuid.uuid4(), "held_on": timezone.localdate()}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("ended_at") and not cleaned.get("started_at"):
            self.add_error("started_at", _("Fill in when the meeting began."))
        for guests in HeadCount.Group:
            number, difficulty = cleaned.get(f"guests_{guests}"), cleaned.get(f"guests_{guests}_difficulty")
            if difficulty and difficulty > (number or 0):
                self.add_error(f"guests_{guests}_difficulty", _("There are more guests with a difficulty than guests."))
        return cleaned


class DecisionForm(forms.Form):
    """One decision: what, which post sees to it, by when. A row left empty is no decision."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What was decided?"), max_length=500, required=False)
    post = forms.ChoiceField(label=_("Who?"), required=False)
    due_on = DayField(label=_("By when?"), required=False)

    def __init__(self, *args: object, posts: list[Post], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["post"].choices = [("", _("Everyone")), *((key, post.name) for key, post in self.posts.items())]

    def clean_post(self) -> Post | None:
        return self.posts.get(self.cleaned_data["post"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not cleaned.get("text") and (cleaned.get("post") or cleaned.get("due_on")):
            self.add_error("text", _("Write what was decided, or leave the whole row empty."))
        return cleaned


class DecisionRows(forms.BaseFormSet):
    """The rows for decisions, with sentences for people where Django's are for programmers."""

    default_error_messages = {
        "missing_management_form": _("The decisions did not arrive whole. Look through them and save again."),
        "too_many_forms": ngettext_lazy("At most %(num)d decision.", "At most %(num)d decisions.", "num"),
    }


DecisionFormSet = forms.formset_factory(
    DecisionForm,
    formset=DecisionRows,
    extra=1,
    max_num=MOST_DECISIONS,
    absolute_max=MOST_DECISIONS + 1,
    validate_max=True,
)


class MeetingFilterForm(forms.Form):
    """Which meetings to list. No name of a person is asked, so the filters may stand in the address."""

    kind = forms.ChoiceField(label=_("Kind of group"), choices=[("", _("All")), *Kind.choices], required=False)
    area = AreaField(label=_("Place"), required=False)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        topic.queryset, topic.to_field_name = Topic.objects.order_by("position", "number", "pk"), "code"
        topic.empty_label = pgettext_lazy("filter", "All")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("The last day lies before the first day."))
        return cleaned


class WithdrawForm(ActingForm):
    """Why a meeting that was recorded was none."""

    reason = forms.ChoiceField(label=_("Why?"), choices=WithdrawReason, widget=forms.RadioSelect)
