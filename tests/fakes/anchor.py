"""The anchor contract in memory: checks consistency proofs as `ActionLog.anchor` does. Passes the port's suite."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from ledger.domain import tree
from ledger.errors import ChainRevertError, ProofError, SetupError, UnavailableError


@dataclass
class FakeAnchor:
    """Anchors, oldest first; fails the next `failures` calls, or all while not reachable."""

    anchors: list[tuple[int, bytes]] = field(default_factory=list)
    failures: int = 0
    reachable: bool = True
    gas_price: int = 1
    funded: bool = True
    made: threading.Condition = field(default_factory=threading.Condition)

    def anchored(self) -> tuple[int, bytes]:
        self._ask()
        return self.anchors[-1] if self.anchors else (0, tree.EMPTY_ROOT)

    def fee(self) -> int:
        self._ask()
        return self.gas_price

    def anchor(self, size: int, root: bytes, proof: list[bytes]) -> None:
        old_size, old_root = self.anchored()
        if not self.funded:
            raise SetupError("the account cannot pay", hint="fund the account", code="no_funds")
        try:
            tree.verify_consistency(old_size, size, old_root, root, proof)
        except ProofError as error:
            raise ChainRevertError(f"ActionLog refused the anchor: {error.message}") from error
        if size > old_size:
            with self.made:
                self.anchors.append((size, root))
                self.made.notify_all()

    def wait_for(self, size: int, timeout: float = 10.0) -> bool:
        with self.made:
            return self.made.wait_for(lambda: bool(self.anchors) and self.anchors[-1][0] >= size, timeout)

    def _ask(self) -> None:
        if not self.reachable or self.failures > 0:
            self.failures -= 1
            raise UnavailableError("the fake chain was cut off", hint="set reachable again")
