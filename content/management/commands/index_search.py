"""``manage.py index_search``: everything that is found by words, once more, after the way of indexing changed."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from content.word_list import note_all_words


class Command(BaseCommand):
    help = "Makes the index of search and the list of known words anew."

    def handle(self, *, verbosity: int, **options: object) -> None:
        call_command("update_index", verbosity=0)
        note_all_words()
