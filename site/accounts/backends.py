"""Who is this: a user name or an e-mail address with a password, checked in the same time for known and unknown."""

from django.contrib.auth import check_password_with_timing_attack_mitigation
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from .loopback import is_from_this_machine
from .models import User
from .publishing import GROUP_NAMES


class NameOrAddressBackend(ModelBackend):
    """One query and one hash per try, whatever was typed. Closed accounts are answered like wrong passwords."""

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **others: object,
    ) -> User | None:
        typed = username or email
        if not typed or password is None or "\0" in typed:
            return None
        user = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed) & ~Q(email="")).first()
        if not check_password_with_timing_attack_mitigation(user, password) or not self.user_can_authenticate(user):
            return None
        if user.is_demo and not (request and is_from_this_machine(request)):
            return None
        return user

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Nobody holds a permission of Django's in person."""
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Wagtail's permissions come with the groups, and count only while the role of each is held today."""
        names = [name for capability, name in GROUP_NAMES.items() if user_obj.can(capability)]
        return Permission.objects.filter(group__in=user_obj.groups.filter(name__in=names))
