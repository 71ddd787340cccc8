from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.authority import MOST_TOOLS, tool_id, tools_hash
from ledger.domain.ids import checksum
from ledger.domain.mandate_file import MAX_MANDATE_BYTES, MandateFile
from ledger.errors import InvalidInputError

NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), min_size=1, max_size=MOST_TOOLS
)


def a_mandate(**values) -> MandateFile:
    usual = {
        "principal": checksum(bytes(19) + b"\x07"),
        "agent_id": 7,
        "cap": 2**255,
        "expiry": 1_800_000_000,
        "tools": ["pay", "quote"],
        "salt": b"\x05" * 32,
    }
    return MandateFile.of(**usual | values)


@given(NAMES)
def test_a_mandate_comes_back_as_it_was_written(names):
    made = a_mandate(tools=names)
    assert MandateFile.unpack(made.pack()) == made
    assert made.mandate.tools == tools_hash(tool_id(name) for name in names)
    assert set(made.tool_ids) == {tool_id(name) for name in names}


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "ombud/mandate/2"},
        {"principal": "0x12"},
        {"cap": "-1"},
        {"cap": 5},
        {"expiry": -1},
        {"tools": []},
        {"salt": "00"},
        {"more": 1},
    ],
)
def test_another_form_is_refused(change):
    document = json.loads(a_mandate().pack()) | change
    with pytest.raises(InvalidInputError) as caught:
        MandateFile.unpack(json.dumps(document).encode())
    assert caught.value.code == "bad_mandate"


@pytest.mark.parametrize("data", [b"", b"\xff", b" " * (MAX_MANDATE_BYTES + 1)])
def test_other_bytes_are_no_mandate(data):
    with pytest.raises(InvalidInputError, match="no mandate"):
        MandateFile.unpack(data)
