from __future__ import annotations

import asyncio
import io

import pytest
from rich.console import Console

from demo.cast import personas
from demo.market.book import Book
from demo.market.server import MarketServer
from demo.report import Report
from demo.scenes import ether, money
from demo.scenes.faults import Breach, Equivocation, Penalty
from demo.scenes.leak import Leak
from demo.story import Story, population_table, told
from demo.world import Happening, Neighbour, World


@pytest.fixture
def page():
    return io.StringIO()


@pytest.fixture
def story(page):
    return Story(Console(file=page, width=200))


def read(page):
    return " ".join(page.getvalue().replace("│", " ").split())


PENALTY = Penalty(
    fault_key="ef" * 32,
    tx="0x" + "ab" * 32,
    block=123,
    gas_used=234_567,
    bond_before=10 * 10**18,
    slashed=5 * 10**18,
    reward=10**18,
    score_before=1 / 3,
    score_after=1 / 13,
)


def test_the_conviction_says_who_how_and_at_what_cost(story, page):
    story.show(
        Equivocation(
            forker="Juno",
            victim="Ada",
            first_seq=40,
            last_seq=41,
            to_the_log="declined the order",
            to_the_victim="shipped it",
            penalty=PENALTY,
        )
    )
    text = read(page)
    for words in ("Juno", "Ada", "records 40 to 41", "5.00 ETH", "10.00 ETH", "1.00 ETH", "33.3%", "7.7%", "block 123"):
        assert words in text


def test_the_breach_says_what_was_allowed_what_was_paid_and_how_it_was_proved(story, page):
    story.show(
        Breach(
            spender="Ada",
            customer="Ines Marketson",
            seller="Juno",
            mandate="12" * 32,
            cap=5_247,
            amount=2_187,
            running_total=7_155,
            seq=32,
            record="34" * 32,
            penalty=PENALTY,
        )
    )
    text = read(page)
    for words in (
        "Ines Marketson",
        "52.47 in all",
        "paid 21.87 to Juno",
        "71.55: 19.08 too much",
        "record 32",
        "block 123",
    ):
        assert words in text
    assert "5.00 ETH of a bond of 10.00 ETH were slashed (1.00 ETH to Juno" in text


def test_the_leak_says_that_it_is_not_judged_but_can_be_disputed(story, page):
    leaks = [Leak("Otis", f"customer-{n}", "drop@elsewhere.example", "cd" * 32, n) for n in (1, 2)]
    for leak in leaks:
        story.leak(leak)
    text = read(page)
    assert text.count("drop@elsewhere.example") == 1
    assert "nothing has judged it" in text
    assert "dispute" in text
    assert "Otis sent the file of customer-2 away too (leak 2" in text


class Bracketed:
    title = "a [title]"
    colour = "red"

    def told(self):
        return "with [abcd…] and [/odd] words"


def test_brackets_in_a_scene_are_words_and_nothing_else(story, page):
    story.show(Bracketed())
    assert "a [title]" in page.getvalue()
    assert "with [abcd…] and [/odd] words" in page.getvalue()


@pytest.mark.parametrize(
    ("wei", "text"), [(0, "0.00 ETH"), (10**18, "1.00 ETH"), (10**16, "0.01 ETH"), (10**15, "0.0010 ETH")]
)
def test_ether_is_written_so_that_nothing_is_hidden(wei, text):
    assert ether(wei) == text


def test_the_markets_money_is_written_with_its_cents():
    assert [money(cents) for cents in (5, 100, 123_456)] == ["0.05", "1.00", "1,234.56"]


def test_the_table_counts_calls_by_role_and_outcome(page):
    world = World([Neighbour(p.name, p.role, str(i), "") for i, p in enumerate(personas(24))], [], target=10)
    world.written.update({("buyer", "success"): 7, ("buyer", "timeout"): 2})
    Console(file=page, width=120).print(population_table(world))
    row = next(line for line in page.getvalue().splitlines() if "buyer" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["buyer", "9", "9", "7", "0", "0", "0", "2"]


@pytest.mark.parametrize(
    ("happening", "sentence"),
    [
        (Happening("Ada", "order", "success"), "Ada orders"),
        (Happening("Ada", "quote", "refused", "out_of_stock"), "Ada asks for a price: refused out of stock"),
        (Happening("Otis", "quote", "timeout"), "Otis asks for a price: timeout"),
    ],
)
def test_what_happens_is_told_in_words(happening, sentence):
    assert told(happening) == sentence


def test_every_tool_of_the_market_has_its_words(tmp_path):
    book = Book(tmp_path, lambda: 0.0)
    tools = asyncio.run(MarketServer(book).mcp.list_tools())
    book.close()
    silent = [tool.name for tool in tools if told(Happening("Ada", tool.name, "success")) == f"Ada {tool.name}"]
    assert silent == []


def test_off_a_terminal_the_table_is_shown_once_and_at_the_end(story, page):
    world = World([], [], target=10)
    with story.watching(world):
        world.note("buyer", Happening("Ada", "order", "success"))
        assert page.getvalue() == ""
    assert page.getvalue().count("records written") == 1
    assert page.getvalue().endswith("\n")


def test_the_summary_names_what_falls_short(story, page):
    story.summary(Report(agents=3, failures=["Ada, a buyer: KeyError: 'x'"]))
    assert "agents is 3, at least 20 were promised" in page.getvalue()
    assert "Ada, a buyer: KeyError: 'x'" in page.getvalue()
