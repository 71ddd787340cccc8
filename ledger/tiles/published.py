"""Where our log is published, as the settings say: a bucket, or the log server's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import SetupError

if TYPE_CHECKING:
    from ledger.settings import Settings
    from ledger.tiles.bucket import BucketStore


def published_bucket(settings: Settings) -> BucketStore | None:
    """Open the bucket of the settings; None if the log is published in its folder.

    Raises:
        SetupError: if buckets cannot be opened by this installation, or the settings of this one are wrong.
    """
    if settings.log_bucket is None:
        return None
    try:
        from ledger.tiles.bucket import open_bucket  # noqa: PLC0415 - obstore is an extra
    except ImportError as error:
        raise SetupError(
            f"bucket {settings.log_bucket} cannot be opened: obstore is not installed",
            hint="pip install 'ombud[s3]', or unset OMBUD_LOG_BUCKET",
            code="no_obstore",
        ) from error
    return open_bucket(
        settings.log_bucket,
        prefix=settings.log_bucket_prefix,
        endpoint=settings.log_bucket_endpoint,
        region=settings.log_bucket_region,
        key_id=settings.log_bucket_key_id,
        secret=settings.log_bucket_secret.get_secret_value(),
    )
