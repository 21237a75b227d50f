"""Wagtail's own command, which would stop at the first page that may not go live: the others go live without it."""

from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from accounts import journal
from content.publishing import forget_plans_not_free


class Command(publish_scheduled.Command):
    help = publish_scheduled.Command.help

    def handle(self, *args: object, **options: object) -> None:
        if not options["dryrun"]:
            for revision in forget_plans_not_free(approved_go_live_at__lt=timezone.now()):
                journal.note("page.kept_back", about=revision.content_object, by=None, revision=revision.pk)
                self.stderr.write(f"Kept back, a picture must not be shown: {revision.object_id}")
        super().handle(*args, **options)
