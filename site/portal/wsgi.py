"""The WSGI entry point of every server."""

from collections.abc import Callable

from django.core.wsgi import get_wsgi_application
from django.db import connections


def application_for_this_database() -> Callable:
    """Refuses to serve demo data with settings that are not the demo's, and the other way round."""
    application = get_wsgi_application()
    from portal.demo_mark import refuse_mixing  # needs the apps to be ready

    refuse_mixing()
    connections.close_all()  # requests are answered by other threads
    return application


application = application_for_this_database()
