"""Which communes a service covers: begun, ended, taken back."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.views.form_pages import answer_form, ask
from places.paths import path

from ..actions.coverages import cover_communes, end_coverage, take_back_coverage
from ..forms.services import CoverForm, EndCoverageForm
from ..models import ServiceCoverage
from ..scopes import managed
from .ways import way_to_service


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_SERVICES)
def cover(request: HttpRequest, pk: str) -> HttpResponse:
    service = editable_or_404(managed(request.user), request.user, pk=pk)
    form = CoverForm(request.POST or None, user=request.user, initial={"began_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        partial(cover_communes, service=service),
        done=_("It is kept which communes the service covers."),
        title=_("Add communes"),
        lead=_("A district stands for all its communes that are not covered yet."),
        way_back=way_to_service(service),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_SERVICES)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    coverage = _coverage_or_404(request, pk)
    form = EndCoverageForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        partial(end_coverage, coverage=coverage),
        done=_("The service no longer covers this commune."),
        title=_("A service no longer covers a commune"),
        lead=path(coverage.commune),
        way_back=way_to_service(coverage.service),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_SERVICES)
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    coverage = _coverage_or_404(request, pk)
    service = coverage.service
    return ask(
        request,
        partial(take_back_coverage, coverage=coverage),
        done=_("It is taken back: the service never covered this commune."),
        title=_("Entered by mistake"),
        lead=path(coverage.commune),
        submit=_("Take it back"),
        way_back=way_to_service(service),
    )


def _coverage_or_404(request: HttpRequest, pk: str) -> ServiceCoverage:
    coverages = ServiceCoverage.objects.select_related("service", "commune__parent__parent")
    return editable_or_404(coverages, request.user, pk=pk)
