"""``/desk/councils/``."""

from django.urls import path

from .views import election_list, elections, gaps, lists, mandates, profiles, seats, voices

app_name = "councils"
urlpatterns = [
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps.csv", gaps.gaps_file, {"format": "csv"}, name="gaps_csv"),
    path("gaps.xlsx", gaps.gaps_file, {"format": "xlsx"}, name="gaps_xlsx"),
    path("lists/", lists.lists, name="lists"),
    path("lists/methods/new/", lists.add_method, name="add_method"),
    path("lists/methods/<int:pk>/", lists.edit_method, name="edit_method"),
    path("lists/bodies/new/", lists.add_body, name="add_body"),
    path("lists/bodies/<int:pk>/", lists.edit_body, name="edit_body"),
    path("<uuid:pk>/profile/", profiles.profile, name="profile"),
    path("<uuid:pk>/seats/", seats.seats, name="seats"),
    path("<uuid:pk>/seats/paper/", seats.paper, name="seats_paper"),
    path("<uuid:pk>/seats/set-up/", seats.set_up, name="set_up"),
    path("<uuid:pk>/seats/new/", seats.add, name="add_seat"),
    path("<uuid:pk>/elections/", elections.elections, name="elections"),
    path("<uuid:pk>/elections/new/", elections.prepare, name="prepare_election"),
    path("elections/", election_list.all_elections, name="all_elections"),
    path("elections.csv", election_list.elections_file, {"format": "csv"}, name="all_elections_csv"),
    path("elections.xlsx", election_list.elections_file, {"format": "xlsx"}, name="all_elections_xlsx"),
    path("elections/results.csv", election_list.results_file, {"format": "csv"}, name="results_csv"),
    path("elections/results.xlsx", election_list.results_file, {"format": "xlsx"}, name="results_xlsx"),
    path("elections/<uuid:pk>/", elections.election, name="election"),
    path("elections/<uuid:pk>/sheet/", elections.sheet, name="election_sheet"),
    path("elections/<uuid:pk>/count/", elections.count, name="count"),
    path("elections/<uuid:pk>/lot/", elections.lot, name="lot"),
    path("elections/<uuid:pk>/confirm/", elections.confirm, name="confirm"),
    path("elections/<uuid:pk>/withdraw/", elections.withdraw, name="withdraw_election"),
    path("<uuid:pk>/voices/new/", voices.add, name="represent"),
    path("voices/<uuid:pk>/end/", voices.end, name="end_representation"),
    path("seats/<uuid:pk>/", seats.seat, name="seat"),
    path("seats/<uuid:pk>/edit/", seats.change, name="change_seat"),
    path("seats/<uuid:pk>/close/", seats.close, name="close_seat"),
    path("seats/<uuid:pk>/reopen/", seats.reopen, name="reopen_seat"),
    path("seats/<uuid:pk>/fill/", mandates.fill, name="fill"),
    path("mandates/<uuid:pk>/end/", mandates.end, name="end"),
    path("mandates/<uuid:pk>/undo-end/", mandates.undo_end, name="undo_end"),
    path("mandates/<uuid:pk>/take-back/", mandates.take_back, name="take_back"),
    path("mandates/<uuid:pk>/handover/", mandates.handover, name="handover"),
]
