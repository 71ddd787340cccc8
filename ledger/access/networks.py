"""From which network a request comes: who has no key is counted by it."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from typing import Any, Final

_PREFIX_V6: Final = 64  # a household gets that many bits of addresses


def network_of(scope: MutableMapping[str, Any]) -> str:
    """Name the network that a request comes from: its address, or the first half of one of version 6."""
    client = scope.get("client")
    if client is None:
        return "unknown"
    text = str(client[0])
    if ":" not in text:
        return text
    try:
        return str(ipaddress.ip_network((text.partition("%")[0], _PREFIX_V6), strict=False))
    except ValueError:
        return text
