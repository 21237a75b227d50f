"""What somebody needs in the room, never why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class SupportNeed(models.Model):
    """One thing that lets a person take part. It tells how to prepare the room and nothing about a diagnosis."""

    class Need(models.TextChoices):
        STEP_FREE = "step_free", _("A room without steps")
        LARGE_PRINT = "large_print", _("Large print")
        SIGN = "sign", _("Sign language")
        INTERPRETER = "interpreter", _("An interpreter")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="support_needs")
    need = models.CharField(_("what the room needs"), max_length=20, choices=Need)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("what a room needs for somebody")
        verbose_name_plural = _("what rooms need for people")
        constraints = [
            models.UniqueConstraint(fields=["person", "need"], name="one_row_per_person_and_need"),
            models.CheckConstraint(
                condition=Q(need__in=["step_free", "large_print", "sign", "interpreter"]),
                name="a_support_need_is_one_of_four",
            ),
        ]

    def __str__(self) -> str:
        return self.need
