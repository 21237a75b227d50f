"""Where a phone proves itself by its own key, no cookie counts: neither one that lives nor one that died."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BY_THE_PHONE = re.compile(r"^/field/api/v1/(records|photos)/")


def nobody_where_a_phone_proves_itself(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Takes the cookies away before anything looks at them: a session that ran out must not stop a delivery."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if BY_THE_PHONE.match(request.path):
            request.COOKIES = {}
        return get_response(request)

    return middleware
