"""The workflow as it is set up."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from accounts.publishing import publishing_group
from content.models import HomePage, ReviewTask
from content.workflow.setting_up import NAME, make_workflow

pytestmark = pytest.mark.django_db


def state() -> dict:
    return {
        "workflows": [(each.name, [task.specific.step for task in each.tasks]) for each in Workflow.objects.active()],
        "at": list(WorkflowPage.objects.values_list("page__depth", "workflow__active")),
        "tasks": ReviewTask.objects.count(),
        "past": GroupPagePermission.objects.filter(permission__codename="publish_page").count(),
    }


WHOLE = {
    "workflows": [(NAME, ["khmer", "safeguarding"])],
    "at": [(1, True)],
    "tasks": 2,
    "past": 0,
}


def test_there_is_one_workflow_for_every_page(starter):
    assert state() == WHOLE
    assert {page.get_workflow().name for page in HomePage.objects.all()} == {NAME}


def test_twice_is_as_good_as_once(starter):
    make_workflow()
    assert state() == WHOLE


def test_a_portal_whose_editors_could_publish_closes_that(starter):
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=publishing_group(), page=root, permission=permission)
    other = Workflow.objects.create(name="A shorter way")
    WorkflowPage.objects.filter(page=root).update(workflow=other)
    assert state() != WHOLE
    make_workflow()
    assert state() == WHOLE


def test_groups_that_come_with_wagtail_have_no_powers(starter):
    assert Group.objects.filter(name__in=("Moderators", "Editors"), page_permissions__isnull=False).count() == 0
