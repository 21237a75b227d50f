"""Pages go live and come down at their time, beside the jobs."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from content.models import HomePage
from portal.clock import Clock
from portal.management.commands import work


def test_it_goes_on_after_a_failure_and_ends_when_it_is_over(caplog):
    over, times = threading.Event(), []

    def what():
        times.append(len(times))
        if len(times) == 1:
            raise ValueError("the database is away")
        if len(times) == 3:
            over.set()

    clock = Clock(what, seconds=0.01, over=over)
    clock.start()
    clock.join(10)
    assert (times, clock.is_alive()) == ([0, 1, 2], False)
    assert "tried again" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_and_takes_down_what_is_due():
    call_command("starter_content", verbosity=0)
    home = HomePage.objects.get(slug="home-en")
    home.welcome, home.go_live_at = "From now on", timezone.now() + timedelta(minutes=5)
    home.save_revision(approved_go_live_at=home.go_live_at)
    work.publish_what_is_due()
    assert HomePage.objects.get(pk=home.pk).welcome != "From now on"
    home.go_live_at = timezone.now() - timedelta(minutes=1)
    home.save_revision(approved_go_live_at=home.go_live_at)
    work.publish_what_is_due()
    assert HomePage.objects.get(pk=home.pk).welcome == "From now on"


def test_the_command_starts_the_clocks_beside_the_jobs_and_ends_them(monkeypatch):
    seen, done = [], threading.Barrier(11)

    def note(what):
        seen.append((what, threading.current_thread().name))
        done.wait(10)

    monkeypatch.setattr(work, "publish_what_is_due", lambda: note("pages"))
    monkeypatch.setattr(work, "find_gaps", lambda: note("gaps"))
    monkeypatch.setattr(work, "tell_of_waiting_notes", lambda: note("waiting"))
    monkeypatch.setattr(work, "forget_hand_overs", lambda: note("terms"))
    monkeypatch.setattr(work, "retain_at_night", lambda: note("retention"))
    monkeypatch.setattr(work, "fold_counts", lambda: note("counts"))
    monkeypatch.setattr(work, "seal_journal", lambda: note("seals"))
    monkeypatch.setattr(work, "watch_readers", lambda: note("readers"))
    monkeypatch.setattr(work, "give_sign", lambda worker_id: note("signs"))
    monkeypatch.setattr(work, "look_for_lost_jobs", lambda: note("lost jobs"))
    monkeypatch.setattr(work, "say_goodbye", lambda worker_id: None)
    monkeypatch.setattr(db_worker.Command, "handle", lambda self, **options: done.wait(10))
    work.Command().handle()
    names = ("counts", "gaps", "lost jobs", "pages", "readers", "retention", "seals", "signs", "terms", "waiting")
    assert sorted(seen) == [(name, "clock") for name in names]
    assert not [each for each in threading.enumerate() if each.name == "clock" and not each.over.is_set()]
