"""No single key owns anything: no contract has an owner, a proxy, a pause or a setting that someone may change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.chain.abi import artefact
from ledger.chain.deployment import CONTRACTS

SOURCES = Path(__file__).resolve().parents[3] / "contracts"
OWNERSHIP = re.compile(
    r"^(owner|admin|transferOwnership|renounceOwnership|grantRole|revokeRole|setAdmin|upgrade\w*|initialize|pause|unpause"
    r"|setImplementation|setParameter\w*|withdrawAll|sweep|rescue\w*|migrate\w*)$"
)
QUEUED = {"Lifecycle": {"queueAuthority", "acceptAuthority"}}
"""The one role that passes from hand to hand, by a queued and visible step."""


def functions(contract):
    return {item["name"] for item in artefact(contract).abi if item["type"] == "function"}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_no_contract_has_an_owner_or_can_be_changed(contract):
    assert {name for name in functions(contract) if OWNERSHIP.match(name)} == set()


def test_the_authority_is_the_only_role_that_passes_on_and_only_by_queue():
    passing = {name: {f for f in functions(name) if "uthority" in f} - {"authority"} for name in CONTRACTS}
    assert {name: found for name, found in passing.items() if found} == QUEUED
    text = (SOURCES / "identity" / "Lifecycle.sol").read_text()
    assigned = re.findall(r"\n(.*\bauthority\b[^=\n]*= \(?[^=].*)", text)
    assert len(assigned) == 2, "in the constructor, and when the one queued accepts after the delay"


def test_only_named_contracts_write_standing_and_move_bonds():
    """Writers and courts are named at deployment, in immutables or in the constructor alone."""
    standing = (SOURCES / "reputation" / "Standing.sol").read_text()
    assert len(re.findall(r"address private immutable _writer\d;", standing)) == 4
    assert "address private immutable _auditor;" in standing
    vault = (SOURCES / "court" / "BondVault.sol").read_text()
    assert len(re.findall(r"_courts\[.*\] = true;", vault)) == 1


def test_nobody_is_called_by_delegation():
    found = [p.stem for p in SOURCES.rglob("*.sol") if re.search(r"delegatecall|selfdestruct", p.read_text())]
    assert found == []
