"""The service step without a mirror: forecasts of many agents at once; and what it may never reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import grimp
import pytest

from forecaster import reader
from forecaster.features import MIN_ACTS
from forecaster.history import AgentHistory, StandingChange
from forecaster.reader import Read
from forecaster.service import rows as stating
from forecaster.service.rows import forecast_all
from forecaster.service.run import in_millionths
from forecaster.watch import watch_blocks
from ledger.queries.answers import Seen
from ledger.queries.standing import Change
from ledger.store.forecasts import ForecastRow

SENDING = ("ledger.chain.sender", "ledger.chain.agents", "ledger.chain.faults", "ledger.chain.logs")
WRITING = ("ledger.indexer.follower", "ledger.indexer.projections", "ledger.sdk", "ledger.logserver")
FORECASTS = (
    "ledger.store.forecasts",
    "ledger.queries.forecasts",
    "ledger.queries.forecast_chains",
    "ledger.api.forecasts",
    "ledger.cli.alert",
)


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("ledger", "forecaster", cache_dir=None)


def test_many_agents_at_once_are_forecast_as_each_alone(world, model, monkeypatch):
    chosen = [Read(item, complete=True) for item in world.histories[:24]]
    early = world.histories[24].until(world.histories[24].records[3].block)
    chosen.append(Read(early, complete=False))
    monkeypatch.setattr(stating, "AT_ONCE", 10)
    rows = forecast_all(model, iter(chosen))
    alone = {answer.agent_id: answer for answer in model.forecast([read.history for read in chosen])}
    assert rows.keys() == alone.keys()
    for place, read in enumerate(chosen):
        number = read.history.agent_id
        row = rows[number]
        assert row.probability == (alone[number].probability and pytest.approx(alone[number].probability))
        assert row.score == (alone[number].score and pytest.approx(alone[number].score))
        assert (row.acts, row.complete) == (read.history.acts, read.complete)
        alert = model.alert(world.ready[place], watch_blocks(world.ready[place], read.history.as_of_block))
        assert row.alert == ("" if alert.state == "none" or row.probability is None else alert.state)
    assert (rows[early.agent_id].probability, rows[early.agent_id].acts < MIN_ACTS) == (None, True)


def test_only_agents_with_an_alert_get_reasons_and_they_cite_their_own_records(world, model):
    harmful = [Read(world.histories[place], complete=True) for place in sorted(world.families)[:12]]
    rows = forecast_all(model, iter(harmful))
    assert any(row.alert for row in rows.values())
    for read in harmful:
        row = rows[read.history.agent_id]
        cited = {record.hex() for reason in row.reasons for record in reason.records}
        assert cited <= {record.record_id for record in read.history.records}
        assert bool(row.reasons) <= bool(row.alert)


def test_nobody_is_nothing(model):
    assert forecast_all(model, iter([])) == {}


def test_a_book_takes_everybody_in_order_and_the_base_rate_where_little_is_known():
    def row(chance):
        return ForecastRow(20, chance, chance, "", None, None, complete=True, inputs=b"")

    assert in_millionths({1: row(None), 0: row(0.1234567), 2: row(1.0)}, 0.02) == [123_457, 20_000, 1_000_000]
    with pytest.raises(KeyError):
        in_millionths({1: row(0.5)}, 0.02)


def test_inputs_are_digested_whole(world):
    history = world.histories[0]
    inputs = Read(history, complete=True).inputs
    assert inputs == Read(replace(history), complete=False).inputs
    for other in (
        replace(history, as_of_block=history.as_of_block + 1),
        replace(history, records=history.records[:-1]),
        replace(history, verdicts=(), disputes=()) if history.disputes else replace(history, owner="another"),
    ):
        assert Read(other, complete=True).inputs != inputs


def change(block: int, context: str, score: int) -> Change:
    seen = Seen(block, "", 0, "", 0)
    return Change(context, 0, 0, 0, (0, 0), (0, 0), score, 0, "evidence", "", None, seen)


def test_standing_is_the_worst_over_all_contexts():
    found = reader._standing(3, [change(5, "a", 500), change(6, "b", 900), change(6, "a", 950)])
    assert found == (
        StandingChange(3, 333_333),
        StandingChange(5, 500),
        StandingChange(6, 500),
        StandingChange(6, 900),
    )
    assert AgentHistory(0, "o", 9, (), standing=found).standing == found


# -- a forecast alone changes nothing: nothing here can reach what would -----------------------------------------


def commands(imports):
    return {"forecaster.cli", *imports.find_descendants("forecaster.cli")}


def test_no_room_of_the_forecaster_and_no_part_of_the_alert_path_reaches_a_sender_of_transactions(imports):
    rooms = [*imports.find_descendants("forecaster"), *FORECASTS]
    assert "forecaster.service" in rooms
    for room in rooms:
        for target in SENDING:
            chain = imports.find_shortest_chain(room, target)
            assert chain is None, " -> ".join(chain)


def test_no_room_that_forecasts_reaches_a_writer_of_the_mirror(imports):
    # commands open their mirror through ledger.cli.wiring, which also opens the indexer's; they are not asked here
    rooms = imports.find_descendants("forecaster") - commands(imports) | {"ledger.queries.forecasts"}
    for room in rooms:
        for target in WRITING:
            chain = imports.find_shortest_chain(room, target)
            assert chain is None, " -> ".join(chain)


def test_the_check_would_see_a_sender(imports):
    assert imports.find_shortest_chain("ledger.cli.enrol", "ledger.chain.sender")


def test_only_reader_service_and_commands_open_the_ledger_beyond_its_core(imports):
    opens = {
        "forecaster.court",
        "forecaster.reader",
        "forecaster.spoken",
        *imports.find_descendants("forecaster.service"),
    }
    for room in imports.find_descendants("forecaster") - opens - commands(imports):
        outside = {m for m in imports.find_modules_directly_imported_by(room) if m.startswith("ledger.")}
        assert all(name == "ledger.errors" or name.startswith("ledger.domain.") for name in outside), room


def test_the_writing_script_writes_into_its_own_space_alone():
    script = (Path(reader.__file__).parents[1] / "ledger" / "store" / "forecast.lua").read_text()
    writes = [line for line in script.splitlines() if any(f"'{c}'" in line for c in ("HSET", "ZADD", "UNLINK", "INCR"))]
    assert writes
    assert all("run_key" in line or "runs" in line or "ARGV[2]" in line or "ARGV[3]" in line for line in writes)
