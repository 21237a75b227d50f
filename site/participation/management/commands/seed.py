"""Rules, posts and topics of a new portal."""

from django.core.management.base import BaseCommand

from participation.seeds.planting import plant


class Command(BaseCommand):
    help = "Adds the rules of each kind of group, its posts and the topics of meetings, as far as they are missing."

    def handle(self, *args: object, **options: object) -> None:
        added = plant()
        if options["verbosity"] > 0:
            self.stdout.write(
                "Added {kindrule} rules, {post} posts, {topic} topics. What was there already stays.".format(**added)
            )
