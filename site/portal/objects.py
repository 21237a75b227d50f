"""Uploads in object storage, for several machines: the bucket is closed to everybody but the portal's own key.

Readers never get an address there: pictures go out through the same views as from a folder, which ask who is looking.
"""

import logging
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urljoin

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

log = logging.getLogger(__name__)


class MediaObjects(S3Storage):
    """Pictures, their renditions and documents."""

    def url(self, name: str, parameters=None, expire=None, http_method=None) -> str:
        """The address of the view, whatever lies behind it."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))


class PrivateObjects(S3Storage):
    """Photos of meetings and recordings of children."""

    def url(self, name: str | None, parameters=None, expire=None, http_method=None) -> str:
        raise TypeError("What lies in private storage has no address but that of its view.")


ANSWERS_WITHIN = 60.0
"""Seconds for which a storage that was started together with the portal may still be coming up."""


def bucket_is_missing() -> bool:
    """Whether nobody made the bucket yet. Any other refusal is an error that says what the storage says."""
    client, name = _bucket()
    try:
        _awaited(lambda: client.head_bucket(Bucket=name))
    except ClientError as error:
        if _status(error) == 404:
            return True
        raise
    return False


def _awaited(ask: Callable[[], object]) -> None:
    """Asks until the storage answers; one that stays silent stops with a sentence."""
    until = time.monotonic() + ANSWERS_WITHIN
    for turn in count():
        try:
            ask()
            return
        except (ConnectionError, HTTPClientError, ClientError) as error:
            if isinstance(error, ClientError) and _status(error) < 500:
                raise
            if time.monotonic() >= until:
                raise ImproperlyConfigured(SILENT) from error
        if turn == 0:
            log.warning("The object storage does not answer yet; it is waited for up to %.0f s.", ANSWERS_WITHIN)
        time.sleep(1)


SILENT = "The object storage does not answer: see whether it runs, and whether S3_ENDPOINT is its address."


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def make_bucket() -> None:
    client, name = _bucket()
    client.create_bucket(Bucket=name)


def _bucket() -> tuple[Any, str]:
    storage = storages["default"]
    return storage.connection.meta.client, storage.bucket_name
