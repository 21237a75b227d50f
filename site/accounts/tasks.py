"""Mail, sent by the job worker: a slow or absent mail server never keeps a reader waiting nor tells who exists."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .actions.links import open_new_password_link_by_mail
from .models import Notice, User


@task(queue_name="default", backend="jobs")
def send_notice_mail(notice_id: int) -> None:
    """Tell by mail that something waits, once and without saying what. A notice read meanwhile is not mailed."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id, read_at=None, mailed_at=None).first()
    if notice is None or not notice.user.is_active or not notice.user.email:
        return
    address = settings.PUBLIC_URL + reverse("notices:list")
    with translation.override(notice.user.language):
        send(
            to=notice.user.email,
            subject=_("You have one new item"),
            text=_("You have one new item. Sign in to read it: %(address)s") % {"address": address},
        )
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])


@task(queue_name="default", backend="jobs")
def send_new_password_mail(user_id: int) -> None:
    """Mail a link for a new password. Asked for an account that is closed or does not exist (0), it does nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    path = open_new_password_link_by_mail(user=user)
    with translation.override(user.language):
        send(
            to=user.email,
            subject=_("Your new password"),
            text=_(
                "Somebody asked for a new password for your account. If it was you, open this address: %(address)s\n"
                "If it was not you, do nothing: your password stays as it is."
            )
            % {"address": settings.PUBLIC_URL + path},
        )


def send(*, to: str, subject: str, text: str) -> None:
    EmailMessage(subject=subject, body=text, to=[to]).send()
