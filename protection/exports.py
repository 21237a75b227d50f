"""Helplines, services, the communes that they reach, networks and trainings as tables for a file."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no
from accounts.models import User
from participation.exports.tables import group_columns, named, place_columns, places
from participation.models.group import CommunityGroupQuerySet
from places.models import AdminArea
from places.paths import parts_for

from .imports.columns import COLUMNS
from .models import HelpLine, Sector, Service, ServiceCoverage, Training
from .reads.networks import network_rows
from .reads.reach import commune_rows
from .reads.trainings import training_rows


def helpline_table() -> Table:
    """All of them, those out of use too; who made the test call is for the desk and not for a file."""

    def lines(batch: list[HelpLine]) -> Iterator[Line]:
        for one in batch:
            yield (
                *(one.number, one.name_km, one.name_en, one.for_whom_km, one.for_whom_en),
                *(one.hours_km, one.hours_en, one.get_audience_display()),
                *(yes_no(one.is_free), yes_no(one.takes_text), yes_no(one.takes_complaints), yes_no(one.is_active)),
                *(one.verified_on, one.next_check_on),
            )

    columns = (
        *(_("Number"), _("Name in Khmer"), _("Name in English"), _("What for, in Khmer"), _("What for, in English")),
        *(_("Hours in Khmer"), _("Hours in English"), _("For whom")),
        *(_("The call is free"), _("Answers text messages")),
        *(_("Also for complaints about an adult of our programme"), _("In use")),
        *(_("Test call on"), _("Next test call by")),
    )
    return Table("helplines", columns, HelpLine.objects.for_the_desk(timezone.localdate()), lines)


def service_table(services: QuerySet[Service], *, user: User) -> Table:
    """A line for each commune within reach, under the headings of the import: what is corrected here can come back."""
    today = timezone.localdate()

    def lines(batch: list[Service]) -> Iterator[Line]:
        covered = defaultdict(list)
        found = ServiceCoverage.objects.visible_to(user).filter(service__in=batch).select_related("commune")
        for coverage in found.order_by("commune_id", "began_on"):
            covered[coverage.service_id].append(coverage)
        paths = parts_for({each.commune_id for own in covered.values() for each in own})
        for service in batch:
            told = _told(service)
            standing = str(service.standing(today).label), service.next_check_on
            for coverage in covered[service.pk]:
                period = coverage.commune.code, coverage.began_on, coverage.ended_on, coverage.get_source_display()
                yield (*told, *period, *standing, *places(paths[coverage.commune_id])[: AdminArea.COMMUNE])
            if not covered[service.pk]:
                yield (*told, "", None, None, "", *standing, "", "", "")

    headings = [column.heading for column in COLUMNS]
    columns = (*headings, _("State"), _("Next check by"), *place_columns()[: AdminArea.COMMUNE])
    records = services.select_related("type", "area").order_by("area_id", "name_key", "pk")
    return Table("services", columns, records, lines)


def _told(service: Service) -> Line:
    """What is said of the service itself, in the order of the columns."""
    return (
        *(service.code, service.type.name, service.name_km, service.name_en),
        *(service.provider_km, service.provider_en, service.area.code, service.hours_km, service.hours_en),
        *(service.for_whom_km, service.for_whom_en, service.get_cost_display(), ", ".join(service.language_names)),
        *(yes_no(service.is_accessible), yes_no(service.is_child_friendly), service.phones, service.checked_on),
    )


def reach_table(communes: QuerySet[AdminArea], on: date) -> Table:
    """A line for each commune that has a service on a day."""

    def lines(batch: list[AdminArea]) -> Iterator[Line]:
        for row in commune_rows(batch, on):
            types = ", ".join(type.name for type in row.types)
            yield (
                *places(row.path)[: AdminArea.COMMUNE],
                row.commune.code,
                len(row.types),
                types,
                yes_no(row.is_reached),
            )

    columns = (
        *place_columns()[: AdminArea.COMMUNE],
        *(_("Code"), _("Types of services"), _("Which types"), _("Reached")),
    )
    return Table("communes-reached", columns, communes.order_by("pk"), lines)


def network_table(networks: CommunityGroupQuerySet) -> Table:
    """A line for each network: numbers and roles, never a name of somebody."""
    today = timezone.localdate()

    def lines(batch: list) -> Iterator[Line]:
        for row in network_rows(batch, today):
            group, counts = row.group, row.counts
            yield (
                *named(group),
                *places(row.path),
                *(group.get_status_display(), group.founded_on),
                *(counts.women, counts.men, counts.young_women, counts.young_men),
                *(counts.girls, counts.boys, counts.others),
                *(row.held, ", ".join(post.name for post in row.free), row.trained, group.last_met_on),
            )

    columns = (
        *group_columns(),
        *place_columns(),
        *(_("Status"), _("Founded on")),
        *(_("Women"), _("Men"), _("Young women"), _("Young men"), _("Girls"), _("Boys"), _("Sex or age not known")),
        *(_("Roles held"), _("Free roles"), _("Trained members"), _("Last meeting")),
    )
    return Table("networks", columns, networks.order_by("area_id", "name_sort", "pk"), lines)


def training_table(trainings: QuerySet[Training], *, user: User) -> Table:
    """A line for each training: how many took part, by sex and sector, never who; of a wider place the own people."""

    def lines(batch: list[Training]) -> Iterator[Line]:
        for row in training_rows(batch, user=user):
            training = row.training
            told = not row.is_wider
            yield (
                *(training.topic.name, training.began_on, training.ended_on),
                *places(row.path),
                training.organiser.name if told and training.organiser else "",
                training.project.name if told and training.project else "",
                *(row.people, row.female, row.male),
                *(row.by_sector[sector] for sector in Sector),
            )

    columns = (
        *(_("What it was about"), _("First day"), _("Last day")),
        *place_columns(),
        *(_("Who held it"), _("Project"), _("People who took part"), _("Women and girls"), _("Men and boys")),
        *(str(sector.label) for sector in Sector),
    )
    records = trainings.select_related("topic", "organiser", "project").order_by("-ended_on", "-pk")
    return Table("trainings", columns, records, lines)
