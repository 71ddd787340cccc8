from __future__ import annotations

import pytest
from eth_abi.abi import encode as abi_encode

from ledger.chain.abi import Artefact, artefact, canonical_type
from ledger.chain.deployment import CONTRACTS
from ledger.chain.refusals import REFUSALS
from ledger.chain.reverts import decode_revert, error_table, revert_error
from ledger.domain.events import SIGNATURES
from ledger.domain.hashing import keccak
from ledger.errors import SetupError


def data_of(signature: str, *values: object) -> bytes:
    kinds = signature.partition("(")[2].removesuffix(")")
    return keccak(signature.encode())[:4] + abi_encode(kinds.split(",") if kinds else [], values)


def test_every_contract_is_shipped():
    assert all(artefact(name).abi for name in CONTRACTS)


def test_a_contract_that_was_not_compiled_is_named():
    with pytest.raises(SetupError, match="Nonesuch is missing"):
        artefact("Nonesuch")


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_event_table_declares_what_the_compiled_contract_emits(contract):
    declared = {}
    for declaration in SIGNATURES[contract]:
        name, _, rest = declaration.partition("(")
        declared[name] = [" ".join(part.split()[:-1]) for part in rest.removesuffix(")").split(",")]
    for item in artefact(contract).abi:
        if item["type"] == "event" and item["name"] in declared:
            compiled = [canonical_type(p) + (" indexed" if p["indexed"] else "") for p in item["inputs"]]
            assert compiled == declared.pop(item["name"])
    assert declared == {}


def test_immutables_do_not_count_as_other_code():
    compiled = "0x60" + "7f" + "00" * 32 + "01"
    one = Artefact(abi=[], bytecode="0x", deployed_bytecode=compiled)
    filled = bytes.fromhex("60" + "7f" + "ab" * 32 + "01")
    assert one.is_code(filled)
    assert not one.is_code(filled[:-1] + b"\x02")
    assert not one.is_code(filled + b"\x00")
    assert not one.is_code(b"")


def test_constructor_arguments_follow_the_init_code():
    code = artefact("ActionLog").init_code(*["0x" + "11" * 20] * 3, 7)
    assert code.endswith((7).to_bytes(32, "big"))
    assert code.startswith(bytes.fromhex(artefact("ActionLog").bytecode[2:10]))


def test_custom_errors_of_every_contract_are_decoded_with_their_values():
    key = "0x" + "11" * 20
    name, values = decode_revert(data_of("KeyRing_KeyTaken(address,uint256,uint32)", key, 4, 2))
    assert (name, values) == ("KeyRing_KeyTaken", {"key": key, "agentId": 4, "epoch": 2})
    name, values = decode_revert(data_of("ActionLog_LogUnknown(bytes32)", b"\x05" * 32))
    assert (name, values) == ("ActionLog_LogUnknown", {"logId": "0x" + "05" * 32})


def test_tuples_are_spelt_out_in_signatures():
    parts = [
        {"type": "uint8", "name": "a"},
        {"type": "tuple[]", "name": "b", "components": [{"type": "bytes", "name": "c"}]},
    ]
    assert canonical_type({"type": "tuple[2]", "components": parts}) == "(uint8,(bytes)[])[2]"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (data_of("Error(string)", "bad wallet"), "bad wallet"),
        (data_of("Panic(uint256)", 0x11), "Panic 0x11: an arithmetic overflow"),
        (data_of("Panic(uint256)", 0x99), "Panic 0x99: a check of the compiler"),
        (b"", "no reason given"),
        (b"\xde\xad\xbe\xef", "unknown error 0xdeadbeef"),
        (data_of("Error(string)", "x")[:9], "unknown error 0x08c379a000000000"[:24]),
    ],
)
def test_other_reverts_are_put_in_words(data, name):
    assert decode_revert(data)[0].startswith(name)


def test_a_revert_error_carries_call_name_values_and_hint():
    error = revert_error("KeyRing.openEpoch", data_of("KeyRing_EpochStillOpen(uint256,uint32)", 7, 1))
    assert error.message == "KeyRing.openEpoch refused: KeyRing_EpochStillOpen(agentId=7, epoch=1)"
    assert error.hint == REFUSALS["KeyRing_EpochStillOpen"].hint
    assert error.details["call"] == "KeyRing.openEpoch"


def test_every_reason_is_for_an_error_that_exists():
    names = {name for name, _ in error_table().values()}
    assert {name for name in REFUSALS if "_" in name or name.startswith("ERC")} <= names
