"""Why a whole file is not read. What is wrong with one cell is said at that cell."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class FileRefused(Refusal):
    """Base of all that keeps a file from being read."""

    field = "file"


class FileTooLarge(FileRefused):
    message = _("The file is larger than 5 MB. Import one commune at a time.")


class NotASheet(FileRefused):
    message = _("This is not an XLSX or CSV file that can be read. Save the sheet again as XLSX.")


class UnpacksTooLarge(FileRefused):
    message = _("The file unpacks to more than 20 MB. Copy the rows into a new sheet and save that.")


class TooManyRows(FileRefused):
    message = _("The sheet has more than 5,000 rows. Import one commune at a time.")


class TooManyColumns(FileRefused):
    message = _("The sheet has more than 200 columns. Copy the columns of the template into a new sheet.")


class UnknownEncoding(FileRefused):
    message = _("The letters of this CSV file cannot be read. Save it as “CSV UTF-8” or as XLSX.")


class TakesTooLong(FileRefused):
    message = _("Reading this file takes too long. Copy the rows into a new sheet and save that.")


class NothingInTheSheet(FileRefused):
    message = _("The first sheet has no rows below its headings.")


class HeadingTwice(FileRefused):
    message = _("Two columns have the heading “%(heading)s”. Keep one of them.")


class HeadingsMerged(FileRefused):
    message = _("Cells of the headings are merged. Unmerge them, so that each column has its own heading.")


class HeadingsUnknown(FileRefused):
    message = _("The headings are not those of the template. “%(heading)s” is missing.")


class TooManyMerged(FileRefused):
    message = _("Many cells of this sheet are merged. Unmerge them and fill each cell.")


class RowsAreRefused(Refusal):
    message = _("Some rows are refused. Put the cells right in your file and upload it again.")


class RowsHaveChanged(RowsAreRefused):
    message = _("The register has changed since the file was checked. Look at the rows again. Nothing was imported.")


class StillBusy(Refusal):
    message = _("This file is being worked on. Wait until that is done.")


class NotReady(Refusal):
    message = _("This file cannot be imported as it is. Upload it again.")


class MayNotImport(Refusal):
    message = _("You may not import files any more. Nothing was done.")


class WorkBrokeOff(Refusal):
    message = _("Something went wrong here. Nothing is half done. Start it again, or tell the administrator.")


class RowNotTaken(Refusal):
    message = _("Row %(row)s: %(reason)s Nothing was imported.")


class AlreadyApplied(Refusal):
    message = _("This import is done already.")


class NotApplied(Refusal):
    message = _("This import is not in the register.")


class NothingToImport(Refusal):
    message = _("There is nothing to import in this file.")


class ImportHasLaterFacts(Refusal):
    message = _("This import cannot be taken back: the register has changed since where it made or changed something.")


class ImportOutOfReach(Refusal):
    message = _("This import cannot be taken back: a part of it lies outside your area.")
