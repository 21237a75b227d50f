"""``/desk/deliveries/load/``: the file of “save a copy”, carried to the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.roles import Capability

from ..forms.judging import CopyForm
from ..models import Delivery
from ..reads.copies import loaded_rows
from .desk_deliveries import way_to_list


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def load(request: HttpRequest) -> HttpResponse:
    """Each record is answered as if its phone had sent it; what lies beyond the reader's reach is only counted."""
    from ..actions.copies import LARGEST_FILE, load_copy  # with the libraries of seals: loaded late

    is_sent = request.method == "POST"
    form = CopyForm(request.POST if is_sent else None, request.FILES if is_sent else None, most=LARGEST_FILE)
    rows = None
    if form.is_valid():
        answers = form.carry_out(load_copy, content=form.cleaned_data["file"].read(), by=request.user)
        if answers is not None:
            rows = loaded_rows(answers, seen=Delivery.objects.visible_to(request.user))
    context = {"form": form, "rows": rows, "links": [way_to_list()]}
    return render(request, "fieldbook/desk/copy_load.html", context)
