"""The words under which an ask is shown to everybody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.models import Ask, Topic

from ..models.asks import AskRelease


class AskReleaseForm(ActingForm):
    """Words of its own in both languages, and the right whose drawing stands beside them."""

    text_km = forms.CharField(
        label=_("What children ask for, in Khmer"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=_("What children ask for, in English"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    topic = forms.ModelChoiceField(label=_("Which right is it about?"), queryset=Topic.objects.none())
    answer_km = forms.CharField(
        label=_("What was answered, in Khmer"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In words that children understand. Empty: only the kind of answer is shown."),
    )
    answer_en = forms.CharField(
        label=_("What was answered, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, ask: Ask, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        articles = Topic.objects.filter(type=Topic.Type.ARTICLE)
        self.fields["topic"].queryset = articles.order_by("position", "number", "pk")
        self.fields["topic"].label_from_instance = lambda topic: f"{topic.number}. {topic.name}"

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if bool(cleaned.get("answer_km")) != bool(cleaned.get("answer_en")):
            missing = "answer_en" if cleaned.get("answer_km") else "answer_km"
            self.add_error(missing, _("Tell the answer in both languages, or in none."))
        return cleaned

    @staticmethod
    def facts_of(ask: Ask, release: AskRelease | None) -> dict[str, object]:
        """What stands on the board; else the words of the ask and its first right, as a beginning."""
        if release is not None:
            names = ("text_km", "text_en", "answer_km", "answer_en", "topic")
            return {name: getattr(release, name) for name in names}
        answer = ask.answers.confirmed().oldest_first().last()
        return {
            "text_km": ask.text,
            "topic": ask.topics.order_by("number", "pk").first(),
            "answer_km": answer.text[:300] if answer else "",
        }
