from __future__ import annotations

import asyncio

import ledger
from demo.disclosure import disclosed_input
from ledger.domain import record
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.signing import SessionKey


def test_the_agents_own_opening_discloses_what_a_record_commits_to(tmp_path):
    book = ledger.Ledger(tmp_path, key=SessionKey(b"\x07" * 32))
    book.bind(AgentRef(31337, checksum("0x" + "11" * 20), 5))

    @book.record(op="execute_tool", tool="send_file")
    async def send_file(**arguments):
        return "sent"

    asyncio.run(send_file(recipient="drop@elsewhere.example"))
    stored = next(frame for frame in (tmp_path / "0-1" / "records.log").read_bytes().split(b'{"agent"')[1:])
    intent = record.decode(b'{"agent"' + stored[: stored.index(b"}") + 1])
    book.close()
    assert disclosed_input(tmp_path, intent.in_) == {"recipient": "drop@elsewhere.example"}
    assert disclosed_input(tmp_path, "00" * 32) is None
