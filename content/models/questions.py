"""What a quiz asks: questions with answers, each answer with a friendly word of its own."""

from django.core.exceptions import ValidationError
from django.forms import CharField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StructBlock, StructValue, TextBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

FEWEST_ANSWERS, MOST_ANSWERS = 2, 4


class FeedbackBlock(TextBlock):
    """What a child reads after choosing; no answer is left without it."""

    @cached_property
    def field(self) -> CharField:
        field = super().field
        field.error_messages["required"] = _("Every answer needs a friendly word for the child who chose it.")
        return field


class AnswerBlock(StructBlock):
    """One answer; children never see a mark, only its feedback."""

    text = CharBlock(label=_("answer"), max_length=100)
    feedback = FeedbackBlock(
        label=_("feedback"),
        max_length=300,
        help_text=_("Friendly, also when the answer is not quite right. A child who reads it may choose again."),
    )
    is_right = BooleanBlock(label=_("This answer is right"), required=False)


class QuestionBlock(StructBlock):
    """A question with two to four answers, of which at least one is right."""

    text = CharBlock(label=_("question"), max_length=200)
    answers = ListBlock(AnswerBlock(), label=_("answers"), min_num=FEWEST_ANSWERS, max_num=MOST_ANSWERS)

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not any(answer["is_right"] for answer in cleaned["answers"]):
            refused = ValidationError(_("At least one answer of a question is right. Please mark it."))
            raise StructBlockValidationError({"answers": ListBlockValidationError(non_block_errors=[refused])})
        return cleaned
