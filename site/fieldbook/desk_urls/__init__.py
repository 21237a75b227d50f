"""What phones sent, the phones, and forms for KoboToolbox and ODK, under ``/desk/``."""

from accounts.later import later

urlpatterns = [
    later("kobo/imports/", "fieldbook.desk_urls.kobo_imports", "kobo_imports"),
    later("kobo/", "fieldbook.desk_urls.kobo", "kobo"),
    later("deliveries/", "fieldbook.desk_urls.deliveries", "deliveries"),
    later("phones/", "fieldbook.desk_urls.phones", "phones"),
]
