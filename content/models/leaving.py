"""Pages that a reader may leave at once, because nobody should be seen with them: those about violence."""

from django.http import HttpRequest, HttpResponse


class Leavable:
    """Stands before ``Page`` among the parents of a page that tells by ``has_quick_exit`` whether it is one of them."""

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Where there is a quick exit, nothing tells the next page where the reader came from."""
        response = super().serve(request, *args, **kwargs)
        if self.has_quick_exit:
            response.headers["Referrer-Policy"] = "no-referrer"
        return response
