"""``manage.py tend_tokens``: keys of other systems end with their makers' roles; makers hear of the old and the idle.

To be run daily.
"""

from django.core.management.base import BaseCommand

from accounts.actions.tokens import tend_tokens


class Command(BaseCommand):
    help = "Ends keys for other systems whose makers no longer may, and tells makers of keys that run out or lie idle."

    def handle(self, **options):
        ended, told = tend_tokens()
        self.stdout.write(f"{ended} keys ended, {told} makers were told.")
