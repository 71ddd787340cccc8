"""New heads as the node announces them over WebSocket, so that nobody has to ask all the time.

An announcement carries nothing that is used: it only says that it is worth looking now. Whoever waits for one still
looks by itself from time to time, so that a node without WebSocket, or one that fell silent, costs time and no block.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from ledger.chain.rpc import is_loopback, urls_of

_SUBSCRIBE: Final = b'{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}'
_TIMEOUT_S: Final = 5.0
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 60.0
_LONGEST_MESSAGE: Final = 1 << 20


class _Answer(msgspec.Struct):
    id: int | None = None
    method: str = ""
    result: str | None = None


_ANSWER: Final = msgspec.json.Decoder(_Answer)


class Heads:
    """Listens to one node in a thread of its own.

    Args:
        url: HTTP URL of the node, the first of several; its WebSocket is looked for at the same place.
        announced: Called at every new head, from that thread.
    """

    def __init__(self, url: str, announced: Callable[[], None]) -> None:
        parts = urlsplit(urls_of(url)[0])
        self._url = parts._replace(scheme={"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)).geturl()
        self._announced = announced
        self._stopped = threading.Event()
        self._subscribed = threading.Event()
        self._socket: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="ombud-heads", daemon=True)

    @property
    def subscribed(self) -> bool:
        """Whether the node announces its heads now."""
        return self._subscribed.is_set()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopped.set()
        if self._socket is not None:
            self._socket.close()
        self._thread.join(_TIMEOUT_S)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._stopped.is_set():
            try:
                self._listen()
                pause = _FIRST_PAUSE_S
            except (WebSocketException, OSError, ValueError, msgspec.DecodeError):
                pause = _FIRST_PAUSE_S if self.subscribed else min(2 * pause, _LONGEST_PAUSE_S)
            finally:
                self._subscribed.clear()
                self._announced()  # what was missed meanwhile is looked for at once
            self._stopped.wait(pause)

    def _listen(self) -> None:
        proxy: Literal[True] | None = None if is_loopback(self._url) else True
        opened = connect(
            self._url,
            compression=None,
            proxy=proxy,
            max_size=_LONGEST_MESSAGE,
            open_timeout=_TIMEOUT_S,
            close_timeout=1,
        )
        with opened as socket:
            self._socket = socket
            socket.send(_SUBSCRIBE, text=True)
            if _ANSWER.decode(socket.recv(_TIMEOUT_S)).result is None:
                return  # it knows no subscriptions
            self._subscribed.set()
            self._announced()
            for message in socket:
                if _ANSWER.decode(message).method == "eth_subscription":
                    self._announced()


@contextmanager
def watched(url: str, announced: Callable[[], None]) -> Iterator[Heads]:
    """Listen to a node while the context lasts."""
    heads = Heads(url, announced)
    heads.start()
    try:
        yield heads
    finally:
        heads.stop()
