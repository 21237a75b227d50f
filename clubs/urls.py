"""``/desk/clubs/``."""

from django.urls import path

from .views import activities, councils, peers, seasons

app_name = "clubs"
urlpatterns = [
    path("<uuid:pk>/council/", councils.council, name="council"),
    path("<uuid:pk>/seasons/", seasons.season_list, name="seasons"),
    path("<uuid:pk>/seasons/plans.csv", seasons.plans_file, {"format": "csv"}, name="plans_csv"),
    path("<uuid:pk>/seasons/plans.xlsx", seasons.plans_file, {"format": "xlsx"}, name="plans_xlsx"),
    path("<uuid:pk>/seasons/new/", seasons.begin, name="begin"),
    path("<uuid:pk>/peers/", peers.peer_list, name="peers"),
    path("<uuid:pk>/peers/peers.csv", peers.peers_file, {"format": "csv"}, name="peers_csv"),
    path("<uuid:pk>/peers/peers.xlsx", peers.peers_file, {"format": "xlsx"}, name="peers_xlsx"),
    path("<uuid:pk>/peers/new/", peers.pair, name="pair"),
    path("pairs/<uuid:pk>/end/", peers.end, name="end_pair"),
    path("seasons/<uuid:pk>/", seasons.season, name="season"),
    path("seasons/<uuid:pk>/change/", seasons.change, name="change_season"),
    path("seasons/<uuid:pk>/lines/", seasons.lines, name="lines"),
    path("activities/<uuid:pk>/change/", activities.change, name="change_activity"),
    path("activities/<uuid:pk>/held/", activities.held, name="held"),
    path("activities/<uuid:pk>/drop/", activities.drop, name="drop"),
    path("activities/<uuid:pk>/again/", activities.again, name="again"),
    path("activities/<uuid:pk>/remove/", activities.remove, name="remove"),
]
