"""What phones sent, and the phones, under ``/desk/``."""

from accounts.later import later

urlpatterns = [
    later("deliveries/", "fieldbook.desk_urls.deliveries", "deliveries"),
    later("phones/", "fieldbook.desk_urls.phones", "phones"),
]
