"""Partners, their projects, and the groups a project supports."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from khmertext.languages import in_language


class Partner(models.Model):
    """An organisation that supports groups or pays for the work."""

    class Type(models.TextChoices):
        IMPLEMENTING = "implementing", _("Works with the groups")
        DONOR = "donor", _("Donor")
        AUTHORITY = "authority", _("Authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["name_km"], name="one_partner_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, Khmer where there is no other."""
        return in_language(self, "name")


class Project(models.Model):
    """A project of a partner, from one date to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=30, unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="projects", verbose_name=_("partner"))
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="project_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, Khmer where there is no other."""
        return in_language(self, "name")


class ProjectGroup(models.Model):
    """A project supports a group from one date to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="supports", verbose_name=_("project"))
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="supported_by", verbose_name=_("group")
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("support of a group")
        verbose_name_plural = _("supports of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "group"],
                condition=Q(ended_on__isnull=True),
                name="one_open_support_per_project_and_group",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="support_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"support {self.pk}"
