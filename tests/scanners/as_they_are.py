"""Read by schemathesis: bodies that are neither JSON nor a form are sent as they are."""

import schemathesis


@schemathesis.serializer("application/jose", "application/offset+octet-stream")
def as_it_is(context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
