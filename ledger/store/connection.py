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
REPLICA_SCHEME: Final = "redis+replica"
"""A replica in a cluster, which answers reads only if it is told that it may."""
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

    Questions are asked of one server from their first look at the books to the last: `many` and `listing` go to the
    replica, if there is one. It applies each write whole, as the primary did, so it is never torn, only late; and late
    is seen, because the indexer's heartbeat comes with the writes. Everything else goes to the primary.

    Args:
        url: As redis-py reads it; credentials in it are never shown.
        read_url: A replica that questions are asked of; the same server if not given.

    Raises:
        InvalidInputError: if a URL has another form.
    """

    def __init__(self, url: str, read_url: str | None = None) -> None:
        self.url = _shown(url)
        self._client = _client(url)
        self._read_url = self.url if read_url is None else _shown(read_url)
        self._reader = self._client if read_url is None else _client(read_url)
        self._pool = self._pool_of(self._client)
        self._read_pool = self._pool_of(self._reader)
        self._sources: dict[str, str] = {}
        self._digests: dict[tuple[bool, str], str] = {}

    @staticmethod
    def _pool_of(client: Any) -> Any:
        return None if isinstance(client, redis.RedisCluster) else client.connection_pool

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._reader.close()

    def call(self, *command: Any) -> Any:
        """Run one command.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        with _translated(self.url):
            return self._client.execute_command(*command)

    def many(self, commands: Sequence[Command], *, writes: bool = False) -> list[Any]:
        """Run several commands in one round trip; other writers may come in between.

        Args:
            commands: What to run.
            writes: Whether one of them writes, so that they go to the primary.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        if not commands:
            return []
        client, pool = (self._client, self._pool) if writes else (self._reader, self._read_pool)
        with _translated(self.url if writes else self._read_url):
            if pool is not None:
                try:
                    return _at_once(pool, commands)
                except (ConnectionError, TimeoutError):
                    pass  # the pipeline tries again, and says what is wrong
            pipe = client.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            results: list[Any] = pipe.execute()
            return results

    def script(self, name: str, key: str, args: Sequence[Any]) -> int:
        """Run one of our scripts that return a number; see `listing`."""
        return int(self._run(name, key, args))

    def listing(self, name: str, key: str, args: Sequence[Any]) -> list[bytes]:
        """Run one of our scripts that read, and return a list.

        Args:
            name: File name without `.lua`.
            key: The one key that names the slot.
            args: ARGV.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        return list(self._run(name, key, args, reads=True))

    def _run(self, name: str, key: str, args: Sequence[Any], *, reads: bool = False) -> Any:
        if name not in self._sources:
            self._sources[name] = _source(name)
        client = self._reader if reads else self._client
        with _translated(self._read_url if reads else self.url):
            digest = self._digests.get((reads, name))
            if digest is not None:
                try:
                    return client.evalsha(digest, 1, key, *args)
                except NoScriptError:
                    pass  # the server was restarted: send the source again
            result = client.eval(self._sources[name], 1, key, *args)
            self._digests[reads, name] = _sha1(self._sources[name])
            return result

    def scan(self, pattern: str) -> Iterator[bytes]:
        """Iterate over the keys that match a pattern; a key may come twice.

        Raises:
            UnavailableError: if the server cannot be reached or refuses.
        """
        with _translated(self.url):
            yield from self._client.scan_iter(match=pattern, count=1000)


def _shown(url: str) -> str:
    """Return a URL without its credentials."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _client(url: str) -> Any:
    parts = urlsplit(url)
    plain = parts._replace(scheme="redis").geturl()
    retry = Retry(ExponentialBackoff(cap=_LONGEST_PAUSE_S), _RETRIES)
    options: dict[str, Any] = {"protocol": 3, "socket_timeout": _TIMEOUT_S}
    try:
        if parts.scheme == CLUSTER_SCHEME:
            with _translated(_shown(url)):
                return redis.RedisCluster.from_url(plain, **options)
        if parts.scheme == REPLICA_SCHEME:
            return redis.Redis.from_url(plain, retry=retry, redis_connect_func=_read_only, **options)
        return redis.Redis.from_url(url, retry=retry, **options)
    except ValueError as error:
        raise InvalidInputError(
            f"{_shown(url)!r} is no Redis URL: {error}", hint="write redis://host:port/0", code="bad_redis_url"
        ) from error


def _read_only(connection: Any) -> None:
    """Greet a replica in a cluster, and ask it to answer reads itself."""
    connection.on_connect()
    connection.send_command("READONLY")
    connection.read_response()


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
