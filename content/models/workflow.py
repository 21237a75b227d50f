"""The way of a page from its author to the readers: who reads it before it goes live, and who stands in for them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from accounts.models import User
from accounts.roles import Capability


class Step(models.TextChoices):
    """Where a page stands on its way; every page takes both steps, in this order."""

    KHMER = "khmer", _("Khmer editor")
    SAFEGUARDING = "safeguarding", _("Safeguarding")

    @property
    def capability(self) -> Capability:
        return Capability.EDIT_KHMER if self == Step.KHMER else Capability.APPROVE_PAGES


class DeputyshipQuerySet(models.QuerySet):
    def current(self, on: date | None = None) -> Self:
        """Those in force on a day, today where none is named, both ends inclusive."""
        day = on or timezone.localdate()
        return self.filter(began_on__lte=day, ended_on__gte=day)

    def not_over(self) -> Self:
        return self.filter(ended_on__gte=timezone.localdate())


class Deputyship(models.Model):
    """For some days somebody reads pages in place of a colleague. It ends by itself."""

    step = models.CharField(_("step"), max_length=12, choices=Step)
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("in place of")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("deputy")
    )
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"))

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy for pages")
        verbose_name_plural = _("deputies for pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("began_on")),
                name="deputyship_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("principal")),
                name="deputy_is_somebody_else",
                violation_error_message=_("Name somebody else than yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} #{self.principal_id} → #{self.deputy_id}"


def reads_at(step: Step, user: User) -> bool:
    """Whether the user reads pages at this step today, by role or as a deputy of somebody who still has the role."""
    if user.can(step.capability):
        return True
    named = Deputyship.objects.current().filter(step=step, deputy=user).values("principal_id")
    return User.objects.holding(step.capability).filter(pk__in=named).exists()


class ReviewTask(Task):
    """One of the two steps. Nobody takes two places on the way of a page, so three people have seen what goes live."""

    step = models.CharField(_("step"), max_length=12, choices=Step, unique=True)

    class Meta:
        verbose_name = _("reading before a page goes live")
        verbose_name_plural = _("readings before a page goes live")

    @property
    def place(self) -> Step:
        return Step(self.step)

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """A page that came back changed begins again with the first step that has not read it as it is now."""
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def may_read(self, task_state: TaskState, user: User) -> bool:
        """Whether it is for this user to say yes or no here."""
        way = task_state.workflow_state
        if way.requested_by_id == user.pk or not reads_at(self.place, user):
            return False
        elsewhere = way.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exclude(task_id=self.pk)
        return not elsewhere.exists()

    def _may_read_page(self, obj: Page, user: User) -> bool:
        state = obj.current_workflow_task_state
        return state is not None and state.task_id == self.pk and self.may_read(state, user)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self._may_read_page(obj, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """At the last step nobody writes: what safeguarding reads is what goes live."""
        return self.place == Step.SAFEGUARDING or not self._may_read_page(obj, user)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        if not self._may_read_page(obj, user):
            return []
        is_last = self.place == Step.SAFEGUARDING
        approve = _("Approve: the page goes live") if is_last else _("Approve: on to safeguarding")
        return [("reject", _("Ask for changes"), True), ("approve", approve, False)]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: object) -> models.QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not reads_at(self.place, user):
            return waiting.none()
        elsewhere = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exclude(task=self)
        return waiting.exclude(workflow_state__requested_by=user).exclude(
            workflow_state__in=elsewhere.values("workflow_state_id")
        )

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: object) -> None:
        """Says yes or no to what was read. The page in the address may be another than that of the task: ask again.

        The state is read anew: the one given may know an older draft than there is by now.
        """
        state = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        if state.task_id != self.pk or not self.may_read(state, user):
            raise PermissionDenied
        if action_name == "approve" and not self._is_what_was_read(state, user):
            state.cancel(user=user, resume=True)
            return
        super().on_action(state, user, action_name, **kwargs)

    def _is_what_was_read(self, task_state: TaskState, user: User) -> bool:
        """Whether nobody else wrote since; what a Khmer editor wrote while reading counts as read."""
        newest = task_state.workflow_state.content_object.get_latest_revision()
        if newest.pk == task_state.revision_id:
            return True
        if self.place == Step.KHMER and newest.user_id == user.pk:
            task_state.revision = newest
            task_state.save(update_fields=["revision"])
            return True
        return False

    @classmethod
    def get_description(cls) -> str:
        return _("People whose role says so, and their deputies, read the page at this step.")
