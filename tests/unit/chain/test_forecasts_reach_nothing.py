"""No contract path leads from a forecast to a score or a bond: the book knows neither, and nobody asks the book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.chain.abi import artefact
from ledger.chain.deployment import CONTRACTS

SOURCES = Path(__file__).resolve().parents[3] / "contracts"
BOOK = SOURCES / "forecast" / "ForecastBook.sol"
IMPORTED = re.compile(r'from "(?:@|\.\./)([^"]+)"')


def test_the_book_knows_no_vault_and_no_standing():
    imported = {Path(path).stem for path in IMPORTED.findall(BOOK.read_text())}
    assert imported == {
        "BitMaps", "IAgentRegistry", "IDisputeCourt", "IForecastBook", "CourtCases", "MerkleLog", "Dispute",
    }  # fmt: skip
    assert not re.search(r"\.call\b|delegatecall|\bpayable\b|\{value", BOOK.read_text())


@pytest.mark.parametrize(("contract", "asked"), [("DisputeCourt", "docketOf"), ("AgentRegistry", "ownershipByEpoch")])
def test_what_the_book_asks_others_changes_nothing(contract, asked):
    text = BOOK.read_text() + (SOURCES / "libraries" / "CourtCases.sol").read_text()
    member = {"DisputeCourt": "court", "AgentRegistry": "_registry"}[contract]
    assert set(re.findall(rf"\b{member}\.(\w+)\(", text)) == {asked}
    (function,) = [item for item in artefact(contract).abi if item.get("name") == asked]
    assert function["stateMutability"] == "view"


def test_no_other_contract_mentions_the_book():
    others = [path for path in SOURCES.rglob("*.sol") if path != BOOK and path.stem != "IForecastBook"]
    assert [path.stem for path in others if re.search(r"\bI?ForecastBook\b", path.read_text())] == []
    assert "ForecastBook" in CONTRACTS
