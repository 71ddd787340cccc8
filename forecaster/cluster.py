"""Many machines: what joblib deals out is done on a Dask cluster, with the same result as here.

Trees are grown, and agents are forecast about, wherever joblib's backend of the moment says; without one, here and one
after the other. Readers of the mirror stay here: workers need neither its address nor a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import joblib

from ledger.errors import InvalidInputError, UnavailableError

PATIENCE_S: Final = 20
"""Seconds to wait for a scheduler."""


@contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """Deal work out to the cluster of a scheduler; do it here if none is named.

    Args:
        address: Of the scheduler, as `tcp://host:8786`; whoever it names, runs what we send.

    Raises:
        InvalidInputError: if `distributed` is not installed.
        UnavailableError: if no scheduler answers.
    """
    if address is None:
        yield
        return
    try:
        from distributed import Client  # noqa: PLC0415 an extra
    except ImportError as error:
        raise InvalidInputError(
            "a cluster needs distributed", hint="install the extra: pip install 'ombud[cluster]'", code="no_cluster"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE_S)  # type: ignore[no-untyped-call]  # distributed has few types
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"no scheduler answers at {address}", hint="start one with `dask scheduler`", code="no_scheduler"
        ) from error
    with client, joblib.parallel_config(backend="dask"):
        yield
