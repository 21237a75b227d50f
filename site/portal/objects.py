"""Uploads in object storage, for several machines: the bucket is closed to everybody but the portal's own key.

Readers never get an address there: pictures go out through the same views as from a folder, which ask who is looking.
"""

from typing import Any
from urllib.parse import urljoin

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class MediaObjects(S3Storage):
    """Pictures, their renditions and documents."""

    def url(self, name: str, parameters=None, expire=None, http_method=None) -> str:
        """The address of the view, whatever lies behind it."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))


class PrivateObjects(S3Storage):
    """Photos of meetings and recordings of children."""

    def url(self, name: str | None, parameters=None, expire=None, http_method=None) -> str:
        raise TypeError("What lies in private storage has no address but that of its view.")


def bucket_is_missing() -> bool:
    """Whether nobody made the bucket yet. Any other refusal is an error that says what the storage says."""
    client, name = _bucket()
    try:
        client.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return True
        raise
    return False


def make_bucket() -> None:
    client, name = _bucket()
    client.create_bucket(Bucket=name)


def _bucket() -> tuple[Any, str]:
    storage = storages["default"]
    return storage.connection.meta.client, storage.bucket_name
