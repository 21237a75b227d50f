"""Public pages about help. Their paths stand in the history of shared telephones, so they say nothing of help."""

from django.urls import path

from .views import public

urlpatterns = [
    path("more/", public.help_page, name="help"),
    path("more/near/", public.provinces, name="help_provinces"),
    path("more/near/<slug:pk>/", public.province, name="help_province"),
    path("more/<slug:pk>/", public.commune, name="help_near"),
    path("more/<slug:pk>/sheet/", public.sheet, name="help_sheet"),
    path("calendar/", public.calendar_page, name="calendar"),
]
