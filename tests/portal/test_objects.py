"""Uploads in object storage, against a server that speaks the S3 protocol."""

import socket
from io import BytesIO

import pytest
from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from content.media import KINDS
from participation.models.photo import private_storage
from portal import objects, preparation
from portal.backups import restoring
from portal.settings import services
from tests.content.conftest import confirmed

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def s3():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, settings, monkeypatch):
    """The settings as the environment makes them, and a bucket that ``prepare`` makes."""
    for name, value in {
        "S3_BUCKET": "portal",
        "S3_ENDPOINT": s3,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {**settings.STORAGES, **services.storages()}
    if preparation.objects_are_missing():
        preparation.make_bucket()
    assert not preparation.objects_are_missing()
    client, name = objects._bucket()
    yield lambda: sorted(each["Key"] for each in client.list_objects_v2(Bucket=name).get("Contents", []))
    for each in client.list_objects_v2(Bucket=name).get("Contents", []):
        client.delete_object(Bucket=name, Key=each["Key"])


def test_uploads_and_private_files_lie_apart_and_come_back(bucket):
    storages["default"].save("documents/a.pdf", ContentFile(b"words"))
    private_storage().save("photos/b.jpg", ContentFile(b"pixels"))
    assert bucket() == ["media/documents/a.pdf", "private/photos/b.jpg"]
    with storages["default"].open("documents/a.pdf") as document, private_storage().open("photos/b.jpg") as photo:
        assert (document.read(), photo.read()) == (b"words", b"pixels")
    assert not storages["default"].exists("photos/b.jpg")
    private_storage().delete("photos/b.jpg")
    assert bucket() == ["media/documents/a.pdf"]


def test_two_files_of_one_name_do_not_meet(bucket):
    first, second = (storages["default"].save("documents/a.pdf", BytesIO(text)) for text in (b"1", b"2"))
    assert first != second


@pytest.mark.django_db
def test_a_restore_on_a_new_machine_makes_the_bucket_itself(bucket):
    """There nobody has prepared anything, and whether uploads are in use is asked of the storage."""
    client, name = objects._bucket()
    client.delete_bucket(Bucket=name)
    try:
        restoring.make_ready(replace=False, say=lambda text: None)
        assert not preparation.objects_are_missing()
    finally:
        if preparation.objects_are_missing():
            preparation.make_bucket()


def test_no_address_of_the_storage_is_ever_given_out(bucket, s3):
    assert storages["default"].url("images/a.jpg") == "/media/images/a.jpg"
    with pytest.raises(TypeError, match="no address"):
        private_storage().url("photos/b.jpg")


@pytest.mark.django_db
def test_a_rendition_goes_out_through_its_view(bucket, client):
    rendition = confirmed().get_rendition("width-20")
    assert f"media/{rendition.file.name}" in bucket()
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] in KINDS.values()
    assert b"".join(answer.streaming_content)
    assert client.get(f"/media/{rendition.image.file.name}").status_code == 404


def test_a_bucket_is_missed_where_uploads_lie_in_one(s3, bucket, settings):
    elsewhere = {**settings.STORAGES["default"]["OPTIONS"], "bucket_name": "nobody-made-it"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": elsewhere}}
    assert preparation.objects_are_missing()


@pytest.fixture
def late(settings, bucket):
    """A storage whose address is known before anything answers there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": f"http://127.0.0.1:{port}"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return port


def test_a_storage_that_is_still_coming_up_is_waited_for(late, monkeypatch):
    servers = []

    def sleep(seconds):
        if not servers:
            servers.append(ThreadedMotoServer("127.0.0.1", late, verbose=False))
            servers[0].start()

    monkeypatch.setattr(objects.time, "sleep", sleep)
    try:
        assert preparation.objects_are_missing() is False  # the bucket of the other server: moto keeps them together
    finally:
        for server in servers:
            server.stop()
    assert len(servers) == 1


def test_a_storage_that_stays_silent_stops_with_a_sentence(late, monkeypatch):
    monkeypatch.setattr(objects, "ANSWERS_WITHIN", 0)
    with pytest.raises(ImproperlyConfigured, match="S3_ENDPOINT"):
        preparation.objects_are_missing()


def test_what_the_storage_says_of_itself_is_waited_for_and_what_it_says_of_us_is_not(bucket, monkeypatch, caplog):
    client, _name = objects._bucket()
    answers = [503, 500, 403]
    waits = []

    def head_bucket(**asked):
        metadata = {"HTTPStatusCode": answers.pop(0)}
        raise ClientError({"Error": {}, "ResponseMetadata": metadata}, "HeadBucket")

    monkeypatch.setattr(objects.time, "sleep", waits.append)
    monkeypatch.setattr(client, "head_bucket", head_bucket)
    monkeypatch.setattr(objects, "_bucket", lambda: (client, "portal"))
    with pytest.raises(ClientError):
        preparation.objects_are_missing()
    assert (answers, waits) == ([], [1, 1])
    assert caplog.text.count("is waited for up to 60 s") == 1


def test_folders_miss_no_bucket():
    assert not preparation.objects_are_missing()


def test_without_a_key_the_start_stops_with_its_name(monkeypatch):
    monkeypatch.setenv("S3_BUCKET", "portal")
    with pytest.raises(services.ImproperlyConfigured, match="S3_ACCESS_KEY"):
        services.storages()
