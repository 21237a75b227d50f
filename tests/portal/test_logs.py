"""A database that refuses a row quotes it; the log must not."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, IntegrityError, connection

from people.models import Person
from portal.logs import WithoutRows
from tests.factories.people import make_person

NAME = "ចាន់ សុភា"
REFUSAL = (
    'duplicate key value violates unique constraint "one_name"\n'
    f"DETAIL:  Key (name)=({NAME}) already exists.\nCONTEXT:  COPY people_person, line 3: {NAME}"
)


@pytest.fixture
def log():
    """A logger that writes as the settings say, and what it wrote."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = logging.config.DictConfigurator({}).configure_formatter(settings.LOGGING["formatters"]["line"])
    assert isinstance(formatter, WithoutRows)
    handler.setFormatter(formatter)
    logger = logging.Logger("of a test")
    logger.addHandler(handler)
    logger.written = written.getvalue
    return logger


def test_rows_that_a_database_quotes_reach_no_log(log):
    try:
        try:
            raise IntegrityError(REFUSAL)
        except IntegrityError as refusal:
            raise ImproperlyConfigured("something above") from refusal
    except ImproperlyConfigured:
        log.exception("Internal Server Error: %s", "/desk/")
    assert NAME not in log.written()
    for kept in ('unique constraint "one_name" […]', "something above", "Internal Server Error: /desk/", "Traceback"):
        assert kept in log.written()


def test_rows_in_the_message_itself_reach_no_log(log):
    log.error("Refused: %s", IntegrityError(REFUSAL))
    assert log.written().endswith('Refused: duplicate key value violates unique constraint "one_name" […]\n')


def test_what_was_typed_reaches_no_log(log):
    log.error("%(error)s", {"error": DataError(f'invalid input syntax for type integer: "{NAME}"')})
    assert log.written().endswith("invalid input syntax for type integer: …\n")


def test_rows_in_a_group_of_errors_reach_no_log(log):
    try:
        raise ExceptionGroup("two at once", [ValueError("fine"), IntegrityError(REFUSAL)])
    except ExceptionGroup:
        log.exception("both")
    assert NAME not in log.written()
    assert "fine" in log.written()


def test_wording_of_another_handler_is_not_taken_over(log):
    try:
        raise IntegrityError(REFUSAL)
    except IntegrityError as refusal:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "said", None, (type(refusal), refusal, None))
    record.exc_text = REFUSAL
    assert NAME not in WithoutRows().format(record)


def test_errors_of_others_are_written_whole(log):
    try:
        raise ValueError('two lines: "one"\nand another')
    except ValueError:
        log.exception("a fault")
    assert 'two lines: "one"\nand another' in log.written()


@pytest.mark.django_db
def test_a_real_refusal_names_nobody(log):
    """On PostgreSQL the whole row stands in the DETAIL of a broken check; SQLite names the rule alone."""
    person = make_person(family_name="ចាន់", given_name="សុភា")
    with pytest.raises(IntegrityError) as refused:
        Person.objects.filter(pk=person.pk).update(birth_year=3)
    assert connection.vendor != "postgresql" or "សុភា" in str(refused.value)
    log.error("refused", exc_info=refused.value)
    assert "IntegrityError" in log.written()
    assert "សុភា" not in log.written()
