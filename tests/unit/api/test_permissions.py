"""What the API says of what permitted an action, and of what an account owns."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from ledger.api import permission_examples as examples
from ledger.queries.answers import Answer, Page
from ledger.queries.owners import OwnedAgent
from ledger.queries.permission_views import ActionPermission
from ledger.queries.permissions import RecordPermission


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.PERMISSION, Answer[RecordPermission]),
        (examples.PERMISSIONS, Answer[Page[ActionPermission]]),
        (examples.OWNED, Answer[Page[OwnedAgent]]),
    ],
)
def test_example_in_the_documentation_is_a_whole_answer(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
