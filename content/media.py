"""Pictures as readers get them. Only renditions are served: originals and documents have no address here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from accounts.roles import Capability

from .lights import is_released, may_be_shown
from .models import PictureRendition

KINDS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif"}

A_DAY, TEN_MINUTES = 24 * 60 * 60, 10 * 60


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A rendition by the name of its file; the name says nothing and cannot be guessed.

    One that must not be shown today is for editors alone, who see in their own pages what they decide about. One that
    shows people is asked for again after minutes, and kept by no proxy for others: whoever takes the consent back does
    not wait for a day.
    """
    kind = KINDS.get(name.rpartition(".")[2])
    path = f"images/{name}"
    drawn = PictureRendition.objects.select_related("image").filter(file=path).first() if kind else None
    if drawn is None or not default_storage.exists(path):
        raise Http404("No such picture.")
    if may_be_shown(drawn.image):
        keep = f"private, max-age={TEN_MINUTES}" if is_released(drawn.image) else f"public, max-age={A_DAY}"
    elif request.user.is_authenticated and request.user.can(Capability.PUBLISH_PAGES):
        keep = "private, no-store"
    else:
        raise Http404("No such picture.")
    return FileResponse(default_storage.open(path), content_type=kind, headers={"Cache-Control": keep})
