"""What the desk and the record page say is what the queries answer."""

from __future__ import annotations

import re

import pytest

from ledger.queries import histories, integrity, permissions, responsibilities


def words(html):
    """What a reader sees of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture(scope="module")
def record(pages):
    named = re.findall(r'href="/records/([0-9a-f]{64})', pages.get("/agents/0").text)
    return next(one for one in named if pages.get(f"/records/{one}").status_code == 200)


def test_a_record_says_what_permitted_it_and_whether_it_is_confirmed(pages, sources, record):
    found = permissions.shown_record(sources, record, as_of=None).data
    page = pages.get(f"/records/{record}").text
    said = words(page.partition('id="permission"')[2].partition("</section>")[0])
    assert found.permission[0].state in said
    assert all(why.says[1:] in said for why in found.permission[0].reasons)
    assert f"Effect … {found.record.effect}" in said
    assert f"number {found.permission[0].policy.policy_id}" in said


def test_each_ruling_names_who_answers(pages, sources):
    items = responsibilities.responsibilities(sources, cursor=None, limit=50, as_of=None).data.items
    page = pages.get("/desk/4").text
    assert items
    assert page.count('data-label="Ruling"') == len(items)
    assert all(f'href="/disputes/{one.dispute_id}#h-ruling"' in page for one in items)
    assert all(one.liable in page for one in items if one.shares)


def test_each_change_of_an_agent_is_a_row(pages, sources):
    changes = histories.agent_history(sources, "0").data.changes
    page = pages.get("/desk/13", params={"agent": "0"}).text
    assert changes
    assert page.count('data-label="After"') == len(changes)


def test_logs_are_told_with_what_they_hold(pages, sources):
    report = integrity.integrity(sources).data
    said = words(pages.get("/desk/14").text)
    assert f"{report.streams.held} of {report.streams.claimed}, in {report.streams.streams} streams" in said
    assert f"{report.logs[0].log.anchored_size}, {report.logs[0].log.held_size}" in said
