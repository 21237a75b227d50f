"""``manage.py rights_library``: the pages of the rights library, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.library import make_rights_library


class Command(BaseCommand):
    help = "Makes the pages about the articles of the Convention that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_rights_library()} pages about rights made.")
