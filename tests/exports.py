"""An export of any size, made and verified offline: `python -m tests.exports 100000`. The suite runs a short one."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from ledger.cli.exported import reader
from ledger.domain.export.verify import verify_export
from ledger.domain.trust import Trust
from ledger.queries.exports import Asked, export
from ledger.store.embedded import EmbeddedValkey
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World

AGENTS, SEGMENT, SESSION = 4, 250, 12_000


def filled(records: int) -> World:
    """Return a world of a few agents with so many records in one log, in sessions longer than a bundle."""
    world = World()
    log = world.new_log()
    for number in range(AGENTS):
        agent = world.new_agent({0: bytes(32), 1: log}, owner=f"owner {number}")
        left, made = records // AGENTS, 0
        while left > 0:
            count = min(SEGMENT, left)
            world.logs[log].append(agent.segment(count, session=f"session {made // SESSION}"))
            left, made = left - count, made + count
        world.anchor(log)
    return world


def measure(records: int, mirror: Mirror, folder: Path) -> dict[str, float]:
    """Fill a mirror, export all of it into a folder, and verify that; times in seconds."""
    world = filled(records)
    index(world, mirror)
    sources = sources_of(world, mirror)
    began, largest, size, files = time.perf_counter(), 0, 0, 0
    for part in export(sources, Asked(most=records), secret=bytes(32)):
        path = folder / part.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.data)
        largest, size, files = max(largest, len(part.data)), size + len(part.data), files + 1
    made = time.perf_counter()
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    report = verify_export(reader(folder), names, Trust())
    assert report.ok, report.problems[:3]
    return {
        "records": report.records,
        "files": files,
        "bytes": size,
        "largest_file_bytes": largest,
        "export_s": round(made - began, 1),
        "verify_s": round(time.perf_counter() - made, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Make an export of as many records as the command line says, and print what it took."""
    records = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedValkey(Path(folder) / "valkey", durable=False)
        mirror = Mirror.open(server.start(), CHAIN_ID, REGISTRY)
        try:
            print(json.dumps(measure(records, mirror, Path(folder) / "export")))  # noqa: T201
        finally:
            mirror.close()
            server.stop()


if __name__ == "__main__":
    main()
