"""``manage.py policy_library``: the pages of the library of policies, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.policy_library import make_policy_library


class Command(BaseCommand):
    help = "Makes the pages about policies and documents that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_policy_library()} pages about documents made.")
