"""Forms about one record of a phone: why it is refused, who is meant by a typed name, a file to be loaded."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.acting import ActingForm
from participation.forms.inputs import WholeNumberField
from participation.models import HeadCount
from people.models import Person, Sex

MEMBER, NEW, GUEST, NOBODY = "member", "new", "guest", "nobody"


class RefuseForm(ActingForm):
    """The reason out of a closed list; ``reasons`` come from the action, which is loaded late."""

    reason = forms.ChoiceField(label=gettext_lazy("Why?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, reasons: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons


class NameForm(forms.Form):
    """One typed name: a member of that day, somebody new, or a guest."""

    who = forms.ChoiceField(label=gettext_lazy("Who is this?"))
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    birth_year = WholeNumberField(label=gettext_lazy("Birth year"), min_value=1900, max_value=2100, required=False)

    def __init__(self, *args: object, name: str, people: Sequence[Person], may_enrol: bool, **kwargs: object) -> None:
        family, _space, given = name.partition(" ")
        kwargs["initial"] = {"family_name": family if given else "", "given_name": given or family}
        super().__init__(*args, **kwargs)
        self.name = name
        guests = [(f"{GUEST}:{group}", label) for group, label in HeadCount.Group.choices]
        members = [(f"{MEMBER}:{person.pk}", person.name) for person in people]
        choices: list[tuple[str, object]] = [("", _("Choose"))]
        choices += [(_("Members who are not marked yet"), members)] if members else []
        choices += [(NEW, _("A new member: fill in below"))] if may_enrol else []
        choices += [(_("Not a member: count as a guest"), guests), (NOBODY, _("Leave out"))]
        self.fields["who"].choices = choices

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("who") == NEW:
            for name in ("family_name", "given_name", "sex"):
                if not cleaned.get(name):
                    self.add_error(name, _("Fill this in to enrol a new member."))
        return cleaned


class CopyForm(ActingForm):
    """The file of “save a copy”."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The file that the app saved. Its name ends with .jose, and it has at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".jose"}),
    )

    def __init__(self, *args: object, most: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > self.most:
            raise ValidationError(_("This file is larger than 5 MB."))
        return file
