"""The answer of the second person, carried out."""

from django.db import transaction

from ..models import ConfirmationRequest, User
from .emergency import extend_access
from .roles import confirm_end, confirm_role, end_proposal
from .second_person import Outcome, What, answer_request


@transaction.atomic
def confirm_request(*, request: ConfirmationRequest, by: User) -> ConfirmationRequest:
    """Say yes, and do what was asked."""
    if request.what == What.EXTEND:
        extend_access(request=request, by=by)
    elif request.what == What.GRANT:
        confirm_role(grant=request.grant, by=by)
    else:
        confirm_end(grant=request.grant, by=by)
    request.refresh_from_db()
    return request


@transaction.atomic
def turn_down_request(*, request: ConfirmationRequest, by: User) -> ConfirmationRequest:
    """Say no, or take back what one asked oneself; a role that was proposed is proposed no longer."""
    request = answer_request(request=request, by=by, outcome=Outcome.TURNED_DOWN)
    if request.what == What.GRANT:
        end_proposal(grant=request.grant, by=by)
    return request
