"""The one workflow of the portal, made when the portal is set up; what each group may do on the way."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from accounts.publishing import GROUP_NAMES, publishing_group
from accounts.roles import Capability

from ..models import ReviewTask, Step

NAME = "ការផ្សាយ · Publishing"
TASK_NAMES = {Step.KHMER: "អ្នកកែសម្រួលភាសាខ្មែរ · Khmer editor", Step.SAFEGUARDING: "ការការពារកុមារ · Safeguarding"}
"""Wagtail shows them as they are stored, to readers of both languages."""

PAST_THE_WORKFLOW = ("publish_page", "lock_page", "unlock_page", "bulk_delete_page")
"""What would let somebody put a page live alone, or keep it from those who read it."""


@transaction.atomic
def make_workflow() -> Workflow:
    """Make what is missing, and close what leads past it. Twice is as good as once."""
    workflow = Workflow.objects.filter(name=NAME).first() or Workflow.objects.create(name=NAME)
    for order, step in enumerate(Step):
        task = ReviewTask.objects.filter(step=step).first()
        task = task or ReviewTask.objects.create(step=step, name=TASK_NAMES[step])
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for other in Workflow.objects.active().exclude(pk=workflow.pk):
        other.deactivate()
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    _let_in()
    return workflow


def _let_in() -> None:
    """Nobody publishes alone. Khmer editors write as others do; for safeguarding the task itself opens the page."""
    GroupPagePermission.objects.filter(permission__codename__in=PAST_THE_WORKFLOW).delete()
    for capability in GROUP_NAMES:
        publishing_group(capability)
    writers = publishing_group(Capability.PUBLISH_PAGES)
    writers.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    )
    _close_groups_of_wagtail()


def _close_groups_of_wagtail() -> None:
    """The groups that come with Wagtail have no members and stay without powers."""
    for group in Group.objects.filter(name__in=("Moderators", "Editors")):
        group.page_permissions.all().delete()
        group.collection_permissions.all().delete()
