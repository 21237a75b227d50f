"""``manage.py quizzes``: the quizzes that are shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.quizzing import make_quizzes


class Command(BaseCommand):
    help = "Makes the shipped quizzes that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_quizzes()} quizzes made.")
