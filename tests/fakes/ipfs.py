"""A file store for SDKs that want IPFS: files in memory, named by their hash."""

from __future__ import annotations

import json
from typing import Any

from ledger.domain.hashing import sha256


class MemoryIpfs:
    """What `agent0_sdk` asks of its IPFS client."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, Any]] = {}

    def add_json(self, content: dict[str, Any]) -> str:
        name = sha256(json.dumps(content, sort_keys=True).encode()).hex()
        self.files[name] = content
        return name

    def addFeedbackFile(self, content: dict[str, Any]) -> str:  # noqa: N802 the SDK's name
        return self.add_json(content)
