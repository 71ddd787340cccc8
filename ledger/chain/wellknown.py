"""Accounts whose private keys everybody knows, because local nodes print them: good for tests, nothing else."""

from __future__ import annotations

from functools import cache
from typing import Final

from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.interpreter import keep_recursion_limit

LOCAL_CHAINS: Final = (31337, 1337)
MNEMONIC: Final = "test test test test test test test test test test test junk"  # Hardhat's and anvil's default
ACCOUNTS: Final = 20  # as many as those nodes fund


@cache
def well_known_key(index: int) -> SessionKey:
    """Return the private key of a default account of a local node."""
    keep_recursion_limit()
    from eth_account import Account  # noqa: PLC0415 - half a second, seldom needed

    Account.enable_unaudited_hdwallet_features()  # the derivation is checked against the node in a test
    return SessionKey(bytes(Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}").key))


def is_well_known(address: Address) -> bool:
    """Say whether an address is one of those accounts."""
    return any(well_known_key(index).address == address for index in range(ACCOUNTS))
