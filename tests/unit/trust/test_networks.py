"""Networks come in many shapes; what can be understood is read alike, and what cannot is refused by file and line."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from typer.testing import CliRunner

from ledger.cli.app import make_app
from ledger.errors import InvalidInputError, LedgerError, NotFoundError
from ledger.trust.evaluation.network import Scale, read_network
from ledger.trust.evaluation.report import Asked, report

BEGIN = 1_300_000_000
DAY = 24 * 3600
DICE = random.Random(3)  # noqa: S311 - a network, no secret
ROWS = [
    (DICE.randrange(30), DICE.randrange(30), DICE.choice((-10, -5, 1, 2, 10)), BEGIN + day * DAY) for day in range(120)
]
LABELS = [(node, 1 if node < 5 else -1) for node in range(10)]


def lines(rows, mark=","):
    return "\n".join(mark.join(map(str, row)) for row in rows)


GZIPPED = gzip.compress(lines(ROWS).encode())


def read(folder, ratings, labels=None, scale=None):
    """Write both files and read them as a network."""
    for name, text in (("r.csv", ratings), ("l.csv", lines(LABELS) if labels is None else labels)):
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_network(folder / "r.csv", folder / "l.csv", scale)


def told(network):
    """Tell a network so that it can be compared."""
    ratings = network.ratings
    columns = (ratings.rater, ratings.ratee, ratings.value, ratings.time)
    return network.names.tolist(), network.labels, *(column.tolist() for column in columns)


def swapped(rows):
    return [(time, ratee, rater, value) for rater, ratee, value, time in rows]


@pytest.mark.parametrize(
    "ratings",
    [
        GZIPPED,
        b"\xef\xbb\xbf" + lines(ROWS).encode(),
        lines(ROWS).replace("\n", "\r\n") + "\r\n",
        lines(ROWS, ";"),
        lines(ROWS, "\t"),
        lines(ROWS, " "),
        lines(ROWS, ", "),
        "SOURCE,TARGET,RATING,TIME\n" + lines(ROWS),
        "# what this is\n\n% and whose\nwho,whom,how,when\n" + lines(ROWS) + "\n\n  \n",
        "\ufeffTime,Ratee,Rater,Value\n" + lines(swapped(ROWS)),
        ",rater,ratee,value,time\n" + lines((n, *row) for n, row in enumerate(ROWS)),
        lines((*row, "and more") for row in ROWS),
        lines((f'"{rater}"', f'"{ratee}"', value, time) for rater, ratee, value, time in ROWS),
        lines((f"{rater}.0", f"{ratee}.0", value, f"{time}.75") for rater, ratee, value, time in ROWS),
        lines((rater, ratee, value / 10, time * 1000) for rater, ratee, value, time in ROWS),
        lines((rater, ratee, value * 1e300, f"{time}000000000") for rater, ratee, value, time in ROWS),
        lines(reversed(ROWS)),
    ],
    ids=[
        "gzip",
        "mark",
        "CRLF",
        "semicolon",
        "tab",
        "blank",
        "comma and blank",
        "upper case",
        "comments",
        "other order",
        "numbered",
        "more cells",
        "quoted",
        "floats",
        "milliseconds",
        "nanoseconds",
        "unsorted",
    ],
)
def test_a_network_is_the_same_however_it_is_written_down(tmp_path, ratings):
    assert told(read(tmp_path, ratings)) == told(read(tmp_path, lines(ROWS)))


@pytest.mark.parametrize(
    "labels", ["node,label\n" + lines(LABELS), "label;id\n" + lines([(b, a) for a, b in LABELS], ";")]
)
def test_labels_are_the_same_however_they_are_written_down(tmp_path, labels):
    assert read(tmp_path, lines(ROWS), labels).labels == read(tmp_path, lines(ROWS)).labels


def test_agents_may_have_any_names_and_dates_are_times(tmp_path):
    network = read(
        tmp_path,
        "0xab,agent 7,5,2013-04-01\n9223372036854775809,0xab,-5,2013-04-02T00:00:00+02:00",
        "0xab,benign\nagent 7,fraudulent",
    )
    assert network.called([0, 1, 2]) == ["9223372036854775809", "0xab", "agent 7"]
    assert network.ratings.time.tolist() == [1_364_774_400, 1_364_853_600]
    assert network.labels == {1: True, 2: False}


@pytest.mark.parametrize(
    ("values", "scale", "expected"),
    [
        ((1, 3, 5), None, [-1000, 0, 1000]),
        ((0, 1), None, [-1000, 1000]),
        ((-1, 1), None, [-1000, 1000]),
        ((-2, 0, 1), None, [-1000, 0, 500]),
        ((4, 4), None, [1000, 1000]),
        ((0, 0), None, [0, 0]),
        ((-1e-310, 1e-310), None, [-1000, 1000]),
        ((1, 2), Scale(-10, 10), [100, 200]),
    ],
)
def test_values_are_of_the_scale_that_is_named_or_occurs(tmp_path, values, scale, expected):
    rows = [(1, 2 + place, value, BEGIN + place) for place, value in enumerate(values)]
    assert read(tmp_path, lines(rows), "1,1", scale).ratings.value.tolist() == expected


@pytest.mark.parametrize(
    ("ratings", "labels", "code", "line"),
    [
        ("", "1,1", "no_ratings", "no ratings"),
        ("1,2,3,4\nx,y,z,w", "1,1", "bad_row", "line 2"),
        ("1,2,3,4\n1,2", "1,1", "bad_row", "line 2"),
        ("1,2,3", "1,1", "bad_header", "3 cells"),
        ("rater,value,ratee\n1,2,3", "1,1", "bad_header", "time"),
        ("1,2,nan,4", "1,1", "bad_rating", "line 1"),
        ("1,2,3,1e30", "1,1", "bad_time", "1e+30"),
        ("1,2,11,4", "1,1", "outside_scale", "11"),
        ("1,2,3,4", "1,7", "bad_label", "line 1"),
        ("1,2,3,4", "1,1\n1,-1", "bad_label", "line 2"),
        ("1,2,3,4", "8,1\n9,-1", "strange_labels", "2 agents"),
        (GZIPPED[:60], "1,1", "bad_file", "cannot be read"),
        (b"PK\x03\x04\xff\xfe", "1,1", "bad_file", "cannot be read"),
        ("1,2,3,4\n1,2," + "9" * 200_000 + ",4", "1,1", "bad_file", "cannot be read"),
    ],
    ids=[
        "empty",
        "words",
        "short row",
        "three cells",
        "no time",
        "not a number",
        "time too late",
        "outside the scale",
        "bad label",
        "two labels",
        "strangers",
        "cut gzip",
        "zip",
        "endless cell",
    ],
)
def test_what_cannot_be_understood_is_refused_by_file_and_line(tmp_path, ratings, labels, code, line):
    with pytest.raises(InvalidInputError, match=line.replace("+", r"\+")) as caught:
        read(tmp_path, ratings, labels, Scale(-10, 10))
    assert caught.value.code == code
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError):
        read_network(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ([(1, 2, 5, BEGIN)], "1,1\n2,-1"),
        ([(1, 2, 5, 0), (2, 1, -5, 0)], ""),
        ([(n, n, 5, BEGIN + n) for n in range(9)], "1,1\n2,-1"),
        ([(1, n, -5, BEGIN + n) for n in range(2, 14)], "1,1\n2,-1"),
        ([(2 * n, 2 * n + 1, 5, BEGIN + n) for n in range(12)], "0,1\n1,-1"),
        ([(n % 5, 100 + n % 7, n % 5 + 1, BEGIN + n) for n in range(40)], "0,1\n1,-1"),
        (ROWS, lines(label for label in LABELS if label[1] == 1)),
    ],
    ids=["one rating", "two, without time", "of oneself", "nothing but blame", "pairs", "raters labelled", "one class"],
)
@pytest.mark.filterwarnings("error")
def test_what_a_network_has_nobody_for_is_unknown_and_never_guessed(tmp_path, rows, labels):
    found = report(read(tmp_path, lines(rows), labels), Asked(seeds=1, budgets=(5,)))
    assert json.loads(json.dumps(found, allow_nan=False))["attacks"]["seeds"] == 1


def test_the_command_prints_one_object_and_takes_anchors_and_a_scale(tmp_path):
    read(tmp_path, lines(ROWS))
    files = ["--network", str(tmp_path / "r.csv"), "--labels", str(tmp_path / "l.csv"), "--seeds", "1", "--json"]

    def run(*more):
        result = CliRunner().invoke(make_app(), ["reputation", "evaluate", *files, *more])
        if result.exception is not None:
            return result.exception
        return json.loads(result.stdout.strip().splitlines()[-1])["protocol"]

    named = run("--anchors", "3, 4", "--scale", "-20,20")
    assert (named["anchors"], named["scale"]) == ([3, 4], [-20.0, 20.0])
    for wrong in (("--anchors", "99"), ("--scale", "5"), ("--scale", "5,1"), ("--scale", "-5,5")):
        assert isinstance(run(*wrong), LedgerError)
