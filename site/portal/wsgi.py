"""The WSGI entry point of every server."""

from collections.abc import Callable

from django.core.wsgi import get_wsgi_application
from django.db import connections


def application_for_this_database() -> Callable:
    """Refuses to serve demo data with settings that are not the demo's, and the other way round."""
    application = get_wsgi_application()
    from freshness.marks import marks  # all need the apps to be ready
    from portal.demo_mark import refuse_mixing
    from portal.deploy_checks import refuse_wrong_settings
    from portal.metrics import count_kept
    from portal.page_cache import PageCache

    refuse_mixing()
    refuse_wrong_settings()
    connections.close_all()  # requests are answered by other threads
    marks().change_all()
    marks().catch_up()
    return PageCache(application, on_kept=count_kept())


application = application_for_this_database()
