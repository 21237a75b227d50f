"""Why a form is not made, and why what came back is not read. What is wrong with one answer is said at its row."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal
from participation.imports.refusals import FileRefused


class NoGroups(Refusal):
    field = "area"
    message = _("There is no group here in which you may record meetings.")


class TooManyGroups(Refusal):
    field = "area"
    message = _("More than 2,000 groups are too many for a phone. Choose a smaller place.")


class TooManyMembers(Refusal):
    field = "area"
    message = _("More than 5,000 members are too many for a phone. Choose a smaller place.")


class NotOurForm(FileRefused):
    message = _(
        "This is not an answer to the form of the portal: the column “portal_form” is missing. Download all columns "
        "from KoboToolbox or ODK, as XLSX, CSV or ZIP."
    )


class TooManySubmissions(FileRefused):
    message = _("The file has more than 1,000 submissions. Download one stretch of time at a time.")


class HasMacros(FileRefused):
    message = _("This file holds macros. Save it as XLSX without macros.")


class LockedArchive(FileRefused):
    message = _("This file is locked with a password. Save it without one.")


class NoTables(FileRefused):
    message = _("This ZIP file holds no CSV file.")


class TooManyTables(FileRefused):
    message = _("This file holds more tables than the form has. Upload what KoboToolbox or ODK gave you, as it is.")
