"""LangChain and LangGraph: tools, models and whole runs, through callbacks; tools also wrapped one by one.

agent.invoke(question, config={"callbacks": [LedgerCallbackHandler()]})
ToolNode([...], wrap_tool_call=wrap_tool_call(ledger))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler

from ledger.integrations.live import Calls, quietly
from ledger.sdk.defaults import default_ledger
from ledger.sdk.ledger import Ledger
from ledger.sdk.outcomes import outcome_of
from ledger.sdk.words import Words

_SESSION_KEYS: Final = ("session_id", "thread_id", "conversation_id")


class LedgerCallbackHandler(BaseCallbackHandler):
    """Records tools, model calls and outermost runs.

    Args:
        ledger: Where; the default ledger of the process if not given.
        capture: Whether inputs and outputs are committed to.
    """

    raise_error = False
    run_inline = True  # order matters: an intent stands before what it causes

    def __init__(self, ledger: Ledger | None = None, *, capture: bool = True) -> None:
        self.calls = Calls(ledger, capture=capture)
        self._above: dict[UUID, UUID | None] = {}

    def on_chain_start(
        self, serialized: Any, inputs: Any, *, run_id: UUID, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        """Record the start of an outermost run; steps inside it only pass on who caused what they do."""
        if parent_run_id is not None:
            self._above[run_id] = self._recorded(parent_run_id)
            return
        quietly(lambda: self._begin(run_id, None, "invoke_agent", serialized, inputs, kwargs))

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record how it ended."""
        if self._above.pop(run_id, None) is None:
            self.calls.end(run_id, "success", {"output": outputs})

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record that it failed."""
        if self._above.pop(run_id, None) is None:
            self.calls.end(run_id, outcome_of(error), {"output": _told(error)})

    def on_tool_start(
        self, serialized: Any, input_str: str, *, run_id: UUID, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        """Record the intent to use a tool."""
        inputs = kwargs.get("inputs") or input_str
        quietly(lambda: self._begin(run_id, parent_run_id, "execute_tool", serialized, inputs, kwargs))

    def on_tool_end(self, output: Any, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record what came of it."""
        failed = getattr(output, "status", None) == "error"
        self.calls.end(run_id, "failure" if failed else "success", {"output": _plain(output)})

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record that it failed."""
        self.calls.end(run_id, outcome_of(error), {"output": _told(error)})

    def on_llm_start(
        self, serialized: Any, prompts: list[str], *, run_id: UUID, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        """Record the intent to ask a model."""
        quietly(lambda: self._begin(run_id, parent_run_id, "text_completion", serialized, prompts, kwargs))

    def on_chat_model_start(
        self, serialized: Any, messages: Any, *, run_id: UUID, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        """Record the intent to ask a chat model."""
        quietly(lambda: self._begin(run_id, parent_run_id, "chat", serialized, _plain(messages), kwargs))

    def on_llm_end(self, response: Any, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record what it answered."""
        self.calls.end(run_id, "success", {"output": _plain(response)})

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002 - as called
        """Record that it failed."""
        self.calls.end(run_id, outcome_of(error), {"output": _told(error)})

    def _recorded(self, run: UUID | None) -> UUID | None:
        """Return the nearest run above that is recorded."""
        return self._above.get(run, run) if run else None

    def _begin(
        self, run: UUID, parent: UUID | None, op: str, serialized: Any, payload: Any, said: dict[str, Any]
    ) -> None:
        metadata = said.get("metadata") or {}
        words: Words = {"input": _plain(payload), "tool": said.get("name") or (serialized or {}).get("name")}
        session = next((str(metadata[key]) for key in _SESSION_KEYS if metadata.get(key)), None)
        if session or parent is None:
            words["session"] = session or str(run)
        if metadata.get("ls_model_name"):
            words["model"] = str(metadata["ls_model_name"])
        self.calls.begin(run, op, words, parent=self._recorded(parent))


def wrap_tool_call(ledger: Ledger | None = None, *, block: bool = False) -> Callable[[Any, Callable[[Any], Any]], Any]:
    """Return what LangGraph's `ToolNode` and LangChain's agents take to go around every tool call.

    Args:
        ledger: Where; the default ledger of the process if not given.
        block: Whether a tool may refuse to act unrecorded: the intent is on stable storage first.
    """

    def around(request: Any, execute: Callable[[Any], Any]) -> Any:
        call = request.tool_call
        held = ledger or default_ledger()
        recorded = held.record(tool=call["name"], on_failure="block" if block else "spool")(_run)
        return recorded(call.get("args"), _Around(request, execute))

    return around


class _Around:
    """A request and how it goes on; what is committed to of it is its type."""

    def __init__(self, request: Any, execute: Callable[[Any], Any]) -> None:
        self.request, self.execute = request, execute


def _run(arguments: Any, around: _Around) -> Any:  # noqa: ARG001 - the arguments are what is committed to
    return around.execute(around.request)


def _told(error: BaseException) -> dict[str, str]:
    return {"exception": f"{type(error).__module__}.{type(error).__qualname__}", "message": str(error)}


def _plain(value: Any) -> Any:
    """Return what LangChain's models hold as what JSON can say."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
