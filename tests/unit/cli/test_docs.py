from __future__ import annotations

import pytest

from ledger.cli.docs import page_of
from ledger.errors import SetupError


def test_the_site_of_the_wheel_goes_before_that_of_a_checkout(tmp_path):
    places = [tmp_path / "wheel", tmp_path / "checkout"]
    with pytest.raises(SetupError, match="no documentation"):
        page_of(places)
    for place in reversed(places):
        place.mkdir()
        (place / "index.html").write_text("")
        assert page_of(places) == place / "index.html"
