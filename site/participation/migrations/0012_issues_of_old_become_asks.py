"""An issue that had gone on under the status it had of itself becomes an ask that is being written: where it went, to
whom and when was never kept. Its words stay; which of the later statuses it had is all that is given up."""

import uuid

from django.db import migrations
from django.utils import timezone

NAMESPACE = uuid.UUID("1c5d8f0a-1f4e-4c37-9a55-0a1d7a3e6b21")

AS_BEFORE = ("sent", "answered", "told", "closed")
"""Statuses that issues had too."""


def become_asks(apps, schema_editor):
    Issue, Ask, AskStep = (apps.get_model("participation", name) for name in ("Issue", "Ask", "AskStep"))
    now = timezone.now()
    gone_on = Issue.objects.exclude(status="raised").select_related("meeting__group")
    for issue in gone_on.order_by("pk").iterator():
        ask = Ask.objects.create(
            id=uuid.uuid5(NAMESPACE, str(issue.pk)),
            issue=issue,
            text=issue.text,
            area_id=issue.meeting.group.area_id,
            status="drafted",
        )
        AskStep.objects.create(ask=ask, status="drafted", at=now)


def become_issues(apps, schema_editor):
    """Backwards the status of the ask is the issue's again; the rest of the ask goes with its table.

    What was an issue of old, or was sent and then withdrawn, had gone on: of that the first status is left.
    """
    Issue, Ask = (apps.get_model("participation", name) for name in ("Issue", "Ask"))
    for ask in Ask.objects.order_by("pk").iterator():
        had_gone_on = ask.sent_on is not None or ask.pk == uuid.uuid5(NAMESPACE, str(ask.issue_id))
        if ask.status in AS_BEFORE:
            Issue.objects.filter(pk=ask.issue_id).update(status=ask.status)
        elif had_gone_on:
            Issue.objects.filter(pk=ask.issue_id).update(status="sent")


class Migration(migrations.Migration):
    dependencies = [("participation", "0011_asks")]

    operations = [migrations.RunPython(become_asks, become_issues)]
