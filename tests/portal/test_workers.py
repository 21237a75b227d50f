"""Jobs are done once whoever works, and not lost when a worker is."""

import threading

import pytest
from django.core.cache import cache
from django.db import connections
from django.tasks import task_backends
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts.models import OneTimeLink
from accounts.tasks import send_new_password_mail
from portal.workers import ATTEMPTS, Reaper, give_sign, say_goodbye, seconds_since_last_sign
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}


@pytest.fixture
def queue(settings):
    """Jobs wait in the database, as for real."""
    settings.TASKS = JOBS
    assert type(task_backends["jobs"]).__name__ == "DatabaseBackend"


def work(worker_id: str) -> None:
    """One worker until nothing waits."""
    try:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        ).run()
    finally:
        connections.close_all()


def claimed(worker_id: str, *before: str) -> DBTaskResult:
    """A job that a worker took and did not end."""
    send_new_password_mail.enqueue(0)
    job = DBTaskResult.objects.get(status="READY")
    job.worker_ids = list(before)
    job.claim(worker_id)
    return job


def test_several_workers_do_each_job_once(queue):
    users = [make_user(email=f"user{turn}@example.org") for turn in range(12)]
    for user in users:
        send_new_password_mail.enqueue(user.pk)
    workers = [threading.Thread(target=work, args=(f"worker-{turn}",)) for turn in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    jobs = DBTaskResult.objects.all()
    assert [(job.status, len(job.worker_ids)) for job in jobs] == [("SUCCESSFUL", 1)] * 12
    assert OneTimeLink.objects.count() == 12


def test_a_job_of_a_lost_worker_is_done_by_another(queue):
    job = claimed("lost")
    reaper = Reaper(patience=0)
    assert reaper.look() == 1
    work("other")
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == ("SUCCESSFUL", ["lost", "other"])


def test_a_job_of_a_living_worker_is_left_alone(queue):
    claimed("alive")
    give_sign("alive")
    assert Reaper(patience=0).look() == 0
    say_goodbye("alive")
    assert Reaper(patience=0).look() == 1


def test_one_missing_sign_is_no_proof(queue):
    claimed("restarted-cache")
    reaper = Reaper(patience=60)
    assert (reaper.look(), reaper.look()) == (0, 0)
    give_sign("restarted-cache")
    assert (reaper.look(), reaper.missed) == (0, {})


def test_of_two_who_look_at_once_one_gives_back(queue):
    claimed("lost")
    one, other = Reaper(patience=0), Reaper(patience=0)
    assert (one.look(), other.look()) == (1, 0)


def test_a_job_that_kills_its_workers_is_given_up(queue):
    job = claimed("third", "first", "second")
    assert len(job.worker_ids) == ATTEMPTS
    assert Reaper(patience=0).look() == 1
    job.refresh_from_db()
    assert (job.status, job.exception_class_path) == ("FAILED", "portal.workers.WorkerLost")
    assert job.finished_at <= timezone.now()


def test_signs_of_life_grow_old():
    cache.clear()
    assert seconds_since_last_sign() is None
    give_sign("one")
    assert seconds_since_last_sign() < 30
