"""By hand, or where no job worker runs; prints the head of the chain, to be kept elsewhere."""

from django.core.management.base import BaseCommand

from accounts.actions.journal_keeping import seal_next
from accounts.models import JournalSeal


class Command(BaseCommand):
    help = "Seals all lines of the journal that wait, and prints the head of the chain, to be kept elsewhere."

    def handle(self, **options: object) -> None:
        while seal_next():
            pass
        head = JournalSeal.objects.order_by("-number").defer("leaves").first()
        self.stdout.write(str(head) if head else "Nothing is sealed yet.")
