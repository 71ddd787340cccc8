from __future__ import annotations

import pytest

from demo.settings import Wishes, parse


def test_nothing_asked_for_means_24_agents_that_stay_up():
    assert parse([]) == Wishes(agents=24, seed=1, check=False, json=False, keep=False)


def test_every_option_is_read():
    wishes = parse(["--agents", "30", "--seed", "7", "--check", "--json", "--keep"])
    assert wishes == Wishes(agents=30, seed=7, check=True, json=True, keep=True)


def test_fewer_than_twenty_agents_are_refused_in_words(capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["--agents", "19"])
    assert ended.value.code == 2
    assert "at least 20 agents" in capsys.readouterr().err
