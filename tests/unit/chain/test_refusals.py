from __future__ import annotations

import pytest

from ledger.chain.refusals import REFUSALS, explain
from ledger.chain.reverts import error_table, revert_error
from ledger.domain.hashing import keccak, word

EXPLAINED = (
    "DisputeCourt",
    "PanelArbitrator",
    "Policies",
    "Mandates",
    "ActionWitness",
    "FaultProver",
    "BondVault",
    "Standing",
    "Assertions",
    "Audits",
    "CredibilityRoots",
    "ForecastBook",
    "Lifecycle",
    "Claims",
    "Credits",
    "CourtCases",
)
EXPLAINED += ("HeaderFaults", "ReceiptFaults", "PermissionFaults", "EffectFaults", "OperatorFaults", "RecordText")
EXPLAINED += ("Challenges", "Availability", "Manifests")
ERRORS = sorted({item for item in error_table().values() if item[0].partition("_")[0] in EXPLAINED})


@pytest.mark.parametrize(("name", "parameters"), ERRORS, ids=[name for name, _ in ERRORS])
def test_every_refusal_at_the_court_says_why_and_what_to_do(name, parameters):
    told = explain(name, {part: 1 for part, _ in parameters})
    assert told is not None
    assert told.why
    assert told.hint
    assert "{" not in told.why


def test_the_table_names_only_values_that_the_error_carries():
    known = dict(error_table().values())
    for name, refusal in REFUSALS.items():
        for part in refusal.why.split("{")[1:]:
            assert part.partition("}")[0] in {value for value, _ in known[name]}


def test_times_states_and_phases_are_for_people():
    early = keccak(b"DisputeCourt_TooEarly(uint256,uint256,uint256)")[:4] + word(1) + word(1_800_000_000) + word(2**60)
    assert revert_error("DisputeCourt.finalize", early).message.endswith(
        f": it is 2027-01-15 08:00:00Z, and {2**60} must come first"
    )
    assert explain("PanelArbitrator_TooEarly", {"disputeId": 1, "time": 7, "due": 9}).why == (
        "it is block 7, and block 9 must come first"
    )
    assert explain("DisputeCourt_WrongState", {"disputeId": 3, "state": 4}).why == "dispute 3 is in state final"
    assert explain("PanelArbitrator_WrongPhase", {"disputeId": 3, "phase": 2}).why.endswith("in phase voting")


def test_an_error_of_another_contract_is_left_to_its_name():
    assert explain("Strange_Error", {}) is None
    assert revert_error("X.y", b"").hint == "the values say what the contract compared"
