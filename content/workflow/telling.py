"""Who is told what on the way of a page: by mail, sent by the job worker, with no more of the page than its title.

On screen the tasks stand in Wagtail's own list of what awaits one's reading.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from accounts import journal
from accounts.models import User
from accounts.tasks import send

from ..models import Deputyship, ReviewTask

SENTENCES: dict[str, tuple[Promise, Promise]] = {
    "waits": (
        _("A page waits for you: %(title)s"),
        _("The page “%(title)s” waits for you. Sign in to read it: %(address)s"),
    ),
    "live": (
        _("Your page is live: %(title)s"),
        _("The page “%(title)s” that you handed in is live now: %(address)s"),
    ),
    "changes": (
        _("Changes are asked for: %(title)s"),
        _("Somebody read your page “%(title)s” and asks for changes. Sign in to see them: %(address)s"),
    ),
}
"""By key: the subject and the text of a mail."""


@task(queue_name="default", backend="jobs")
def send_page_mail(user_id: int, key: str, title: str, path: str) -> None:
    """One mail to one person, in their language."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    subject, text = SENTENCES[key]
    with translation.override(user.language):
        told = {"title": title, "address": settings.PUBLIC_URL + path}
        send(to=user.email, subject=str(subject) % told, text=str(text) % told)


def readers_of(state: TaskState) -> list[User]:
    """Who may say yes or no to a page at this step today: by role, and as a deputy."""
    reading: ReviewTask = state.task.specific
    named = Deputyship.objects.current().filter(step=reading.step).values("deputy_id")
    people = User.objects.holding(reading.place.capability) | User.objects.filter(is_active=True, pk__in=named)
    return [user for user in people.distinct() if reading.may_read(state, user)]


def page_waits(sender: type, instance: TaskState, user: User | None = None, **kwargs: object) -> None:
    if isinstance(instance.task.specific, ReviewTask):
        path = reverse("page_review", args=[instance.pk])
        _tell(readers_of(instance), "waits", instance.workflow_state, path)


def page_is_live(sender: type, instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    page = instance.content_object
    journal.note("page.approved", about=page, by=user)
    _tell([instance.requested_by], "live", instance, page.url or reverse("wagtailadmin_pages:edit", args=[page.pk]))


def changes_are_asked_for(sender: type, instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    journal.note("page.sent_back", about=instance.content_object, by=user)
    _tell([instance.requested_by], "changes", instance, reverse("wagtailadmin_pages:edit", args=[instance.object_id]))


def connect() -> None:
    """Called once, when the apps are ready, before Wagtail's own: under its names, so that its own never connect.

    Those would send mails while somebody waits for the answer, with what reviewers wrote in them.
    """
    for signal, sender, receiver, name in (
        (task_submitted, TaskState, page_waits, "group_approval_task_submitted_email_notification"),
        (workflow_approved, WorkflowState, page_is_live, "workflow_state_approved_email_notification"),
        (workflow_rejected, WorkflowState, changes_are_asked_for, "workflow_state_rejected_email_notification"),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=name)


def _tell(people: Iterable[User | None], key: str, state: WorkflowState, path: str) -> None:
    title = state.content_object.get_latest_revision_as_object().title
    for person in people:
        if person is not None and person.email and person.is_active and not person.is_demo:
            mail = (person.pk, key, title, path.removeprefix(settings.PUBLIC_URL))
            transaction.on_commit(lambda mail=mail: send_page_mail.enqueue(*mail))
