"""A log's objects in a bucket: S3 and whatever speaks it, through `obstore`.

An object store acknowledges a whole object once it is durable, so a `put` that returned is one. A store that is slow,
dead or refuses is an UnavailableError: what was accepted waits in the journal, and is published when it comes back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as MissingError
from obstore.store import ObjectStore as Bucket
from obstore.store import S3Store

from ledger.errors import NotFoundError, UnavailableError
from ledger.tiles.store import check_path

TIMEOUT: Final = timedelta(seconds=20)
"""How long one request may take."""
RETRIES: Final = 2


def open_bucket(
    name: str,
    *,
    prefix: str = "",
    endpoint: str = "",
    region: str = "",
    key_id: str = "",
    secret: str = "",
    timeout: timedelta = TIMEOUT,
) -> BucketStore:
    """Open an S3 bucket.

    Args:
        name: The bucket.
        prefix: Folder of the log in it.
        endpoint: URL of a service that is not Amazon's; plain HTTP is allowed there.
        region: Its region.
        key_id: Access key; that of the environment if not given.
        secret: What belongs to it.
        timeout: How long one request may take, and all its repetitions.
    """
    config: dict[str, Any] = {"bucket": name}
    if key_id:
        config |= {"access_key_id": key_id, "secret_access_key": secret}
    if endpoint:
        config["endpoint"] = endpoint
    if region:
        config["region"] = region
    store = S3Store(
        prefix=prefix or None,
        client_options={"timeout": timeout, "allow_http": endpoint.startswith("http://")},
        retry_config={"max_retries": RETRIES, "retry_timeout": timeout},
        **config,
    )
    return BucketStore(store, name)


class BucketStore:
    """Objects in a bucket.

    Args:
        bucket: The bucket, as `obstore` opens it.
        name: What messages call it.
    """

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket = bucket
        self._name = name

    def get(self, path: str) -> bytes:
        """Return an object.

        Raises:
            NotFoundError: if there is none.
            UnavailableError: if the store does not answer.
        """
        try:
            return bytes(obstore.get(self._bucket, check_path(path)).bytes())
        except (MissingError, FileNotFoundError) as error:
            raise NotFoundError(f"object {path!r} is not in bucket {self._name}") from error
        except BaseError as error:
            raise self._down(error) from error

    def put(self, path: str, data: bytes) -> None:
        """Write or replace an object; it is durable when this returns.

        Raises:
            UnavailableError: if the store refuses.
        """
        try:
            obstore.put(self._bucket, check_path(path), data)
        except BaseError as error:
            raise self._down(error) from error

    def delete(self, path: str) -> None:
        """Remove an object; one that is not there is no error.

        Raises:
            UnavailableError: if the store refuses.
        """
        try:
            obstore.delete(self._bucket, check_path(path))
        except (MissingError, FileNotFoundError):
            return
        except BaseError as error:
            raise self._down(error) from error

    def list(self, prefix: str, start_after: str = "", before: str = "") -> list[str]:
        """Return the paths that begin with `prefix` and sort after `start_after` and before `before`, ascending.

        Raises:
            UnavailableError: if the store does not answer.
        """
        folder = prefix.rpartition("/")[0]
        try:
            pages = obstore.list(self._bucket, folder or None, offset=start_after or None)
            found = [str(item["path"]) for page in pages for item in page]
        except BaseError as error:
            raise self._down(error) from error
        return sorted(
            path for path in found if path.startswith(prefix) and path > start_after and (not before or path < before)
        )

    def _down(self, error: Exception) -> UnavailableError:
        return UnavailableError(
            f"bucket {self._name} does not answer: {str(error)[:200]}",
            hint="nothing is lost: what was accepted is published when it answers again",
            code="store_unavailable",
        )
