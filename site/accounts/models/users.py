"""Users and the roles they hold."""

from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..roles import ROLES, Capability, Role, roles_with
from ..scoping import ScopedQuerySet
from .checks import StaffCheck
from .emergency import EmergencyAccess

BY_NAME = ("full_name", "username", "pk")


class UserQuerySet(ScopedQuerySet):
    def matching(self, text: str) -> Self:
        """Accounts whose name, user name or e-mail address holds the text."""
        return self.filter(Q(full_name__icontains=text) | Q(username__icontains=text) | Q(email__icontains=text))

    def holding(self, capability: Capability, on: date | None = None) -> Self:
        """Open accounts that hold a role with the capability on a day, today where none is named."""
        grants = RoleGrant.objects.current(on or timezone.localdate()).filter(
            role__in=[role.key for role in roles_with(capability)]
        )
        return self.filter(is_active=True, pk__in=grants.values("user_id"))

    def with_role(self, role: str) -> Self:
        """Accounts that hold a role, or soon will."""
        grants = RoleGrant.objects.not_over(timezone.localdate()).filter(role=role)
        return self.filter(pk__in=grants.values("user_id"))

    def by_name(self) -> Self:
        return self.order_by(*BY_NAME)


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):
    """Django's manager with our own ways to ask."""

    use_in_migrations = False


class User(AbstractUser):
    """A person who signs in: staff, facilitator, focal point. Children have no accounts.

    ``first_name`` and ``last_name`` of Django are not used: ``full_name`` holds the name in the order its owner gives.
    """

    class Language(models.TextChoices):
        KHMER = "km", "ខ្មែរ"
        ENGLISH = "en", "English"

    first_name = None
    last_name = None
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.KHMER)
    code_of_conduct_accepted_at = models.DateTimeField(_("code of conduct accepted"), null=True, blank=True)
    deputy = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in_for", verbose_name=_("deputy")
    )
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    forgotten_on = models.DateField(null=True, blank=True, editable=False)
    """When the name, address and all that opens the account went, long after its owner left."""

    objects = PortalUserManager()
    emergency: EmergencyAccess | None = None
    """The emergency access through which this request reads; set by the pages that may, and by nothing else."""
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [models.Index(fields=["full_name", "username", "id"], name="account_by_name")]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="one_account_per_user_name",
                violation_error_message=_("This user name is taken."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_account_per_email_address",
                violation_error_message=_("This e-mail address belongs to another account."),
            ),
            models.CheckConstraint(
                condition=~Q(username__contains="@"),
                name="user_name_is_not_an_address",
                violation_error_message=_("A user name has no @ in it."),
            ),
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_a_superuser"),
            models.CheckConstraint(condition=~Q(deputy=F("id")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(
                condition=Q(forgotten_on__isnull=True) | Q(full_name="", email="", is_active=False),
                name="forgotten_account_has_no_name_and_is_closed",
            ),
        ]

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with ``session_epoch``, so that raising the epoch ends every session."""
        return salted_hmac(
            "accounts.User.session", f"{self.password}:{self.session_epoch}", algorithm="sha256"
        ).hexdigest()

    @cached_property
    def current_grants(self) -> list["RoleGrant"]:
        """The roles held today: one query per user object, so once in a request."""
        return list(self.role_grants.current(timezone.localdate()))

    @cached_property
    def last_checks(self) -> dict[str, date]:
        """Until when the code of conduct and the screening stand, as far as there is one: once in a request."""
        return StaffCheck.objects.last_days(self)

    def grants_with(self, capability: Capability) -> list["RoleGrant"]:
        """The current grants whose role carries the capability."""
        return [grant for grant in self.current_grants if capability in grant.role_data.capabilities]

    def can(self, capability: Capability) -> bool:
        """Whether any current role carries the capability, somewhere; which rows, is a question for the scope."""
        return bool(self.grants_with(capability))

    @property
    def needs_second_factor(self) -> bool:
        return any(grant.role_data.needs_second_factor for grant in self.current_grants)


class RoleGrantQuerySet(ScopedQuerySet):
    def current(self, on: date) -> Self:
        """The grants in force on a day, end inclusive; one that was taken back is out of force at once."""
        open_then = Q(ended_on__isnull=True) | Q(ended_on__gt=on) | Q(ended_on=on, revoked_at__isnull=True)
        return self.filter(open_then, began_on__lte=on, is_confirmed=True)

    def not_over(self, on: date) -> Self:
        """In force on a day, to begin later, or still to be confirmed."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on) | Q(ended_on=on, revoked_at__isnull=True))


class RoleGrant(models.Model):
    """A user holds a role within a reach from one date to another. An area role without an area reaches everywhere.

    The first safeguarding officer is named by two people: until the second has confirmed, the grant is not in force.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=40, choices=[(key, role.name) for key, role in ROLES.items()])
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_confirmed = models.BooleanField(default=True, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(ended_on__isnull=True, area__isnull=False),
                name="one_open_grant_per_role_and_area",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_on__isnull=True, area__isnull=True),
                name="one_open_grant_per_role_without_area",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(ended_on__isnull=False), name="role_taken_back_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("granted_by")), name="role_is_confirmed_by_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.user_id}"

    @property
    def role_data(self) -> Role:
        return ROLES[self.role]
