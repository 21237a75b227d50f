"""``manage.py starter_content``: languages, home pages, the site's address and the editors' group."""

from django.core.management.base import BaseCommand

from content.starter import make_starter_content


class Command(BaseCommand):
    help = "Makes the first pages and the group of editors; leaves alone what exists."

    def handle(self, **options):
        make_starter_content()
