"""Forms of joining, moving and leaving."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from accounts.roles import Capability
from people.aliases import kept_id
from people.models import Person

from ..models import CommunityGroup, Membership, Post
from ..refusals import DayInTheFuture
from ..scopes import groups_q
from .inputs import DayField

HOW_FILLED = [("", _("Not said")), *Membership.HowFilled.choices]


def posts_of(kind: str) -> QuerySet[Post]:
    """The posts in use for a kind of group, in their order."""
    return Post.objects.filter(kind=kind, is_active=True).order_by("position", "pk")


class PostForm(ActingForm):
    """Which post of a kind of group."""

    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.none(), empty_label=None)

    def __init__(self, *args: object, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts_of(kind)


class FilledPostForm(PostForm):
    """Which post, and how it was filled."""

    how_filled = forms.ChoiceField(label=_("How was the post filled?"), choices=HOW_FILLED, required=False)


class EnrolmentForm(FilledPostForm):
    """Who joins (a person that is known, or else a newcomer), in which post, from when."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    began_on = DayField(label=_("Member since"))

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        super().__init__(*args, kind=group.kind, **kwargs)
        self.user = user
        self.fields["post"].initial = self.fields["post"].queryset.filter(code="member").first()
        self.fields["began_on"].initial = timezone.localdate()

    def clean_began_on(self) -> date:
        """Said before any question about the age on that day."""
        if self.cleaned_data["began_on"] > timezone.localdate():
            raise forms.ValidationError(DayInTheFuture.message)
        return self.cleaned_data["began_on"]

    def clean_person(self) -> Person | None:
        """The person, if the reader may see them: a stranger's id is no person at all."""
        key = self.cleaned_data["person"]
        if key is None:
            return None
        person = Person.objects.visible_to(self.user).filter(pk=kept_id(key) or key).first()
        if person is None:
            raise forms.ValidationError(_("This person is not in the list. Look again."))
        return person


class EndForm(ActingForm):
    """The last day, and why."""

    ended_on = DayField(label=_("Last day as a member"))
    end_reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=[
            (reason.value, reason.label)
            for reason in Membership.EndReason
            if reason
            not in {
                Membership.EndReason.POST_CHANGED,
                Membership.EndReason.TRANSFERRED,
                Membership.EndReason.GROUP_CLOSED,
            }
        ],
    )


class RestartForm(PostForm):
    """Again a member, in the same post or in another."""

    began_on = DayField(label=_("Member again since"))


class ChangePostForm(FilledPostForm):
    """Another post, from a day on."""

    changed_on = DayField(label=_("In the new post since"))


class TransferForm(ActingForm):
    """To which group, from when. Only groups in which the editor may enrol are found."""

    q = forms.CharField(
        label=_("Name or code of the group"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    to_group = forms.ModelChoiceField(
        label=_("To which group?"), queryset=CommunityGroup.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    moved_on = DayField(label=_("In the new group since"))

    def __init__(self, *args: object, user: User, membership: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reached = CommunityGroup.objects.visible_to(user).filter(groups_q(user, Capability.EDIT_PEOPLE))
        self.targets = reached.open().of_kind(membership.group.kind).exclude(pk=membership.group_id)
        self.fields["to_group"].queryset = self.targets
        self.fields["moved_on"].initial = timezone.localdate()
