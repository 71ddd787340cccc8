"""How every question is asked: of one state, as of one block, and only if the mirror can vouch for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ledger.errors import InvalidInputError, NotFoundError, StaleMirrorError
from ledger.queries.answers import SCHEMA_VERSION, Answer, AsOf, Completeness, Finality
from ledger.queries.sources import Sources
from ledger.store.books import BlockId, Books
from ledger.store.view import View

T = TypeVar("T")


def ask(
    sources: Sources,
    question: Callable[[View], tuple[T, Completeness]],
    as_of: int | None = None,
    *,
    before: Books | None = None,
) -> Answer[T]:
    """Ask a question.

    Args:
        sources: What to read.
        question: Reads a view; returns the answer and what is known to be missing.
        as_of: As of which block; the newest in the mirror if not given.
        before: The mirror's books, if they were read just now.

    Raises:
        InvalidInputError: if `as_of` is a block that does not exist yet.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """

    def vouched(view: View) -> tuple[T, Completeness, Books, int]:
        vouch(sources, view.books, as_of)
        data, completeness = question(view)
        return data, completeness, view.books, view.block

    data, completeness, books, block = sources.mirror.consistent(vouched, as_of, before=before)
    return enveloped(sources, books, block, completeness, data)


def enveloped(sources: Sources, books: Books, block: int, completeness: Completeness, data: T) -> Answer[T]:
    """Put an answer as of a block into its envelope.

    Raises:
        UnavailableError: if neither mirror nor chain know the block.
    """
    return Answer(
        schema_version=SCHEMA_VERSION,
        chain_id=sources.mirror.space.chain_id,
        contract=sources.contracts["AgentRegistry"],
        as_of=_as_of(sources, books, block),
        finality=finality(books, block),
        completeness=completeness,
        data=data,
    )


def finality(books: Books, block: int) -> Finality:
    """Say how final a block is (see `answers.Finality`)."""
    if block <= books.floor:
        return "finalised"
    return "confirmed" if block < books.head else "provisional"


def problem_of(sources: Sources, books: Books) -> StaleMirrorError | None:
    """Say why the mirror cannot vouch for the newest state; None if it can."""
    silent = sources.clock() - books.seen
    if silent > sources.max_silence_s:
        return StaleMirrorError(
            f"the indexer has not looked at the chain for {silent:.0f} s",
            hint="start it (`ombud index run`) or see why it stopped; as_of=<block> still answers for the past",
            code="indexer_silent",
            silent_s=round(silent),
            block=books.cursor.number,
        )
    if books.lag > sources.max_lag:
        return StaleMirrorError(
            f"the mirror is at block {books.cursor.number}, the chain at {books.head}",
            hint="wait until the indexer has caught up; as_of=<block> already answers for the past",
            code="mirror_behind",
            block=books.cursor.number,
            head=books.head,
        )
    return None


def vouch(sources: Sources, books: Books, as_of: int | None) -> None:
    """Hold back an answer that the mirror cannot vouch for.

    Raises:
        InvalidInputError: if `as_of` is a block that does not exist yet.
        StaleMirrorError: if the mirror is silent, or too far behind.
    """
    if as_of is None:
        problem = problem_of(sources, books)
        if problem is not None:
            raise problem
    elif as_of > max(books.head, books.cursor.number):
        raise InvalidInputError(
            f"block {as_of} does not exist yet; the chain is at {books.head}",
            hint="ask as of a block up to there",
            code="future_block",
            head=books.head,
        )
    elif as_of > books.cursor.number:
        raise StaleMirrorError(
            f"the mirror is at block {books.cursor.number}, before {as_of}",
            hint="wait until the indexer has caught up",
            code="mirror_behind",
            block=books.cursor.number,
            head=books.head,
        )
    elif as_of < 0:
        raise InvalidInputError(f"block {as_of} is negative", code="bad_block")


def block_at(sources: Sources, view: View) -> BlockId:
    """Return hash and time of the view's block, from the mirror or else from the chain.

    Raises:
        UnavailableError: if neither can say.
    """
    known = view.block_id(view.block)
    if known is not None:
        return known
    try:
        block = sources.block(view.block)
    except NotFoundError as error:
        raise StaleMirrorError(
            f"the node does not know block {view.block}, which the mirror has passed",
            hint="it may be behind; ask again",
            code="block_unknown",
        ) from error
    return BlockId(view.block, block.hash, block.timestamp)


def _as_of(sources: Sources, books: Books, block: int) -> AsOf:
    found = block_at(sources, sources.mirror.view(books, block))
    return AsOf(found.number, found.hash.hex(), found.time)
