"""Pictures as readers get them. Only renditions are served: originals and documents have no address here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

KINDS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif"}


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A rendition by the name of its file; the name says nothing and cannot be guessed."""
    kind = KINDS.get(name.rpartition(".")[2])
    path = f"images/{name}"
    if kind is None or not default_storage.exists(path):
        raise Http404("No such picture.")
    return FileResponse(default_storage.open(path), content_type=kind)
