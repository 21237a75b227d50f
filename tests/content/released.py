"""A picture of two children in public, with everything under it."""

from accounts.models import User
from content.actions import release_picture
from people.models import Purpose
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_photo
from tests.factories.people import make_consent


class Released:
    """Two members came, are on the photo and allow it, inside and in public; an officer lets it out."""

    def __init__(self, by: User | None = None, **meeting) -> None:
        self.meeting = make_meeting(**meeting)
        self.people = [make_mark(meeting=self.meeting).person for _turn in range(2)]
        for person in self.people:
            make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)
        self.consents = [make_consent(person=person, purpose=Purpose.PHOTO_PUBLIC) for person in self.people]
        self.photo = make_photo(shown=self.people, meeting=self.meeting)
        self.by = by or make_user()
        self.picture = release_picture(photo=self.photo, alt_km="កុមារពីរនាក់លេង", alt_en="Two children play", by=self.by)
