"""Requests through Django's whole handler in this process, and what each costs."""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext


@dataclass(slots=True)
class Subject:
    """A page to measure: its name, its address, and the middleware it runs under (``None``: the portal's own)."""

    name: str
    path: str
    user: object | None = None
    middleware: list[str] | None = None

    def client(self) -> Client:
        """A client whose handler is built under the subject's middleware and warm."""
        client = Client(headers={"host": "localhost"})
        if self.user is not None:
            client.force_login(self.user)
        if self.middleware is None:
            client.get(self.path)
        else:
            with override_settings(MIDDLEWARE=self.middleware):
                client.get(self.path)
        return client


@dataclass(slots=True)
class Cost:
    """What one request costs: median processor milliseconds, queries, bytes, status."""

    subject: Subject
    cpu_ms: float
    queries: int
    size: int
    status: int


def measure(subjects: list[Subject], *, rounds: int) -> list[Cost]:
    """Every subject once in each round, so that a slow spell of the machine meets all alike."""
    clients = [subject.client() for subject in subjects]
    times: list[list[float]] = [[] for _ in subjects]
    last = [None] * len(subjects)
    for _ in range(rounds):
        for turn, (subject, client) in enumerate(zip(subjects, clients, strict=True)):
            began = time.process_time()
            last[turn] = client.get(subject.path)
            times[turn].append((time.process_time() - began) * 1000)
    costs = []
    for turn, (subject, client) in enumerate(zip(subjects, clients, strict=True)):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(subject.path)
        costs.append(
            Cost(subject, statistics.median(times[turn]), len(queries), len(response.content), response.status_code)
        )
    return costs
