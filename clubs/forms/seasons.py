"""The plan of a season and its lines."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from khmertext.dates import format_date
from participation.forms.inputs import DayField
from participation.models import Kind, Meeting, Post, Topic

from ..actions.seasons import ActivityDraft
from ..models import PlannedActivity, SeasonPlan
from ..reads.seasons import meetings_to_choose

LINES = 6
"""Lines that are offered at once; those left empty are none."""
SEASON_MONTHS = 12


def posts() -> list[Post]:
    """The posts of clubs that are in use."""
    return list(Post.objects.filter(kind=Kind.CLUB, is_active=True).order_by("position", "pk"))


def topics_in_use(**narrowed: str) -> list[Topic]:
    return list(Topic.objects.filter(is_active=True, **narrowed).order_by("position", "number", "pk"))


class SeasonForm(ActingForm):
    """What a plan is called and which days it covers."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("Such as: School year 2026–2027. No name of a child.")
    )
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"))

    @staticmethod
    def facts_of(season: SeasonPlan) -> dict[str, object]:
        return {name: getattr(season, name) for name in SeasonForm.base_fields}


class NewSeasonForm(SeasonForm):
    """A new plan, empty or with the activities of the last one."""

    is_copy = forms.BooleanField(label=_("With the activities of the last plan"), required=False)

    def __init__(self, *args: object, last: SeasonPlan | None, **kwargs: object) -> None:
        kwargs.setdefault("initial", _next_season(last))
        super().__init__(*args, **kwargs)
        if last is None:
            del self.fields["is_copy"]


def _next_season(last: SeasonPlan | None) -> dict[str, object]:
    """A year that follows the last plan, or begins with this month."""
    first = timezone.localdate().replace(day=1)
    if last is not None and last.ended_on >= first:
        first = date.fromordinal(last.ended_on.toordinal() + 1)
    end = date(first.year + 1, first.month, 1) if first.day == 1 else first.replace(year=first.year + 1, day=1)
    return {"began_on": first, "ended_on": date.fromordinal(end.toordinal() - 1), "is_copy": last is not None}


class WhenFields(forms.Form):
    """What is planned, for when, and which post sees to it."""

    title = forms.CharField(label=_("What do you want to do?"), max_length=160, required=False)
    planned_on = DayField(label=_("When?"), required=False)
    precision = forms.ChoiceField(
        label=_("How exactly?"),
        choices=PlannedActivity.Precision,
        initial=PlannedActivity.Precision.MONTH,
        required=False,
    )
    post = forms.ChoiceField(label=_("Who sees to it?"), required=False)

    def offer_posts(self, offered: list[Post]) -> None:
        self.posts = {str(post.pk): post for post in offered}
        self.fields["post"].choices = [("", _("Everyone")), *((key, post.name) for key, post in self.posts.items())]

    def clean_post(self) -> Post | None:
        return self.posts.get(self.cleaned_data["post"])


class ActivityLineForm(WhenFields):
    """One line of many. A line left empty is no activity."""

    article = forms.ChoiceField(label=_("About which right?"), required=False)
    activity_type = forms.ChoiceField(label=_("Kind of activity"), required=False)

    def __init__(self, *args: object, posts: list[Post], topics: list[Topic], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer_posts(posts)
        self.topics = {str(topic.pk): topic for topic in topics}
        for name, of_type in (("article", Topic.Type.ARTICLE), ("activity_type", Topic.Type.ACTIVITY)):
            offered = [(str(topic.pk), _told(topic)) for topic in topics if topic.type == of_type]
            self.fields[name].choices = [("", _("None")), *offered]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if any(cleaned.get(name) for name in ("title", "planned_on", "article", "activity_type")):
            for name, sentence in (
                ("title", _("Write what you want to do, or leave the whole line empty.")),
                ("planned_on", _("Choose a day. It may stand for its week or its month.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    @property
    def draft(self) -> ActivityDraft | None:
        """The line as it was typed; ``None`` where it is empty."""
        given = self.cleaned_data
        if not given.get("title"):
            return None
        chosen = (self.topics.get(given[name]) for name in ("article", "activity_type"))
        return ActivityDraft(
            title=given["title"],
            planned_on=given["planned_on"],
            precision=given["precision"] or PlannedActivity.Precision.MONTH,
            post=given["post"],
            topics=tuple(topic for topic in chosen if topic),
        )


class TopicsField(forms.ModelMultipleChoiceField):
    """Kinds of activity first, then the articles with their numbers."""

    def label_from_instance(self, topic: Topic) -> str:
        return _told(topic)


class ActivityForm(WhenFields, ActingForm):
    """One line that is there already, with all its topics; what is no longer in use stays, if it has it."""

    topics = TopicsField(
        label=_("Topics"), queryset=Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, activity: PlannedActivity, **kwargs: object) -> None:
        kwargs.setdefault("initial", _facts_of(activity))
        super().__init__(*args, **kwargs)
        offered = {post.pk: post for post in (*posts(), *filter(None, [activity.post]))}
        self.offer_posts(list(offered.values()))
        for name in ("title", "planned_on", "precision"):
            self.fields[name].required = True
        topics = Topic.objects.filter(Q(is_active=True) | Q(pk__in=activity.topics.values("pk")))
        self.fields["topics"].queryset = topics.order_by("type", "number", "position")


def _facts_of(activity: PlannedActivity) -> dict[str, object]:
    return {
        "title": activity.title,
        "planned_on": activity.planned_on,
        "precision": activity.precision,
        "post": activity.post_id or "",
        "topics": list(activity.topics.values_list("pk", flat=True)),
    }


def _told(topic: Topic) -> str:
    return f"{topic.number}. {topic.name}" if topic.number else topic.name


class MeetingField(forms.ModelChoiceField):
    """One of the club's meetings, by its day."""

    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{format_date(meeting.held_on, self.language)} · {meeting.get_kind_display()}"

    language = "km"


class HeldForm(ActingForm):
    """At which meeting the activity was held."""

    meeting = MeetingField(
        label=_("At which meeting?"), queryset=Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: object, user: User, activity: PlannedActivity, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings_to_choose(activity, user=user)
        self.fields["meeting"].language = language


class DropForm(ActingForm):
    """Why the club gives an activity up."""

    reason = forms.ChoiceField(label=_("Why?"), choices=PlannedActivity.DroppedBecause, widget=forms.RadioSelect)
