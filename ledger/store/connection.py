"""The wire to Redis or Valkey: pipelines and scripts, with its failures in our own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha1
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

import hiredis
import redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, NoScriptError, RedisError, TimeoutError  # noqa: A004 - redis's own
from redis.retry import Retry

from ledger.errors import InvalidInputError, UnavailableError

CLUSTER_SCHEME: Final = "redis+cluster"
_TIMEOUT_S: Final = 10.0
_RETRIES: Final = 2
_LONGEST_PAUSE_S: Final = 0.5
Command = Sequence[Any]


def _source(name: str) -> str:
    folder = resources.files("ledger.store")
    return folder.joinpath("prelude.lua").read_text() + folder.joinpath(f"{name}.lua").read_text()


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise UnavailableError(
            f"the mirror's Redis at {url} does not answer: {error}",
            hint="start it, or set OMBUD_REDIS_URL; nothing is lost, an index can be rebuilt",
            code="mirror_unavailable",
        ) from error


class Connection:
    """One Redis or Valkey, or a cluster of them (`redis+cluster://`); safe to share between threads.

    Args:
        url: As redis-py reads it; credentials in it are never shown.

    Raises:
        InvalidInputError: if the URL has another form.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        retry = Retry(ExponentialBackoff(cap=_LONGEST_PAUSE_S), _RETRIES)
        self._client: Any
        try:
            if parts.scheme == CLUSTER_SCHEME:
                plain = parts._replace(scheme="redis").geturl()
                with _translated(self.url):
                    self._client = redis.RedisCluster.from_url(plain, protocol=3, socket_timeout=_TIMEOUT_S)
            else:
                self._client = redis.Redis.from_url(url, protocol=3, socket_timeout=_TIMEOUT_S, retry=retry)
        except ValueError as error:
            raise InvalidInputError(
                f"{self.url!r} is no Redis URL: {error}", hint="write redis://host:port/0", code="bad_redis_url"
            ) from error
        self._pool: Any = None if parts.scheme == CLUSTER_SCHEME else self._client.connection_pool
        self._sources: dict[str, str] = {}
        self._digests: dict[str, str] = {}

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def call(self, *command: Any) -> Any:
        """Run one command.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        with _translated(self.url):
            return self._client.execute_command(*command)

    def many(self, commands: Sequence[Command]) -> list[Any]:
        """Run several commands in one round trip; other writers may come in between.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        if not commands:
            return []
        with _translated(self.url):
            if self._pool is not None:
                try:
                    return _at_once(self._pool, commands)
                except (ConnectionError, TimeoutError):
                    pass  # the pipeline tries again, and says what is wrong
            pipe = self._client.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            results: list[Any] = pipe.execute()
            return results

    def script(self, name: str, key: str, args: Sequence[Any]) -> int:
        """Run one of our scripts that return a number; see `listing`."""
        return int(self._run(name, key, args))

    def listing(self, name: str, key: str, args: Sequence[Any]) -> list[bytes]:
        """Run one of our scripts that return a list.

        Args:
            name: File name without `.lua`.
            key: The one key that names the slot.
            args: ARGV.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        return list(self._run(name, key, args))

    def _run(self, name: str, key: str, args: Sequence[Any]) -> Any:
        if name not in self._sources:
            self._sources[name] = _source(name)
        with _translated(self.url):
            digest = self._digests.get(name)
            if digest is not None:
                try:
                    return self._client.evalsha(digest, 1, key, *args)
                except NoScriptError:
                    pass  # the server was restarted: send the source again
            result = self._client.eval(self._sources[name], 1, key, *args)
            self._digests[name] = _sha1(self._sources[name])
            return result

    def scan(self, pattern: str) -> Iterator[bytes]:
        """Iterate over the keys that match a pattern; a key may come twice.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        with _translated(self.url):
            yield from self._client.scan_iter(match=pattern, count=1000)


def _at_once(pool: Any, commands: Sequence[Command]) -> list[Any]:
    """Send commands and read their answers on one connection: a pipeline without its ceremony, for reads."""
    connection = pool.get_connection()
    try:
        connection.send_packed_command([b"".join([hiredis.pack_command(tuple(command)) for command in commands])])
        return [connection.read_response() for _ in commands]
    except BaseException:
        connection.disconnect()  # answers that were not read would be taken for those of the next one
        raise
    finally:
        pool.release(connection)


def _sha1(source: str) -> str:
    """Name a script as EVALSHA does; no security rests on it."""
    return sha1(source.encode(), usedforsecurity=False).hexdigest()
