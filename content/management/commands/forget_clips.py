"""For the nightly jobs: recordings whose consent has ended, and files to which no recording belongs."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from content.clipping import let_go_of_ended


class Command(BaseCommand):
    help = "Deletes the files of recordings that may not be heard any longer."

    def handle(self, **options):
        self.stdout.write(f"{let_go_of_ended(timezone.localdate())} files deleted.")
