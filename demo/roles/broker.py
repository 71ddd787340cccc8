"""A broker: compares offers for buyers that ask, and recommends one."""

from __future__ import annotations

from typing import Any

from demo.actor import Actor


async def live(me: Actor) -> None:
    """Advise whoever asks until the day is closed."""
    while not me.world.closing.is_set():
        await me.world.news(me.agent)
        questions = await me.call("questions")
        for question in questions.value:
            with me.session(f"advice-{question['id']}"):
                await _advise(me, question, questions.record)
            me.world.ring(question["buyer"])


async def _advise(me: Actor, question: dict[str, Any], seen: str) -> None:
    offers = await me.call("list_offers", because=(question["cause"], seen), sku=question["sku"])
    near = [offer for offer in offers.value if offer["warehouse"] == "near"]
    if near:
        causes = (question["cause"], offers.record)
        await me.call("advise", because=causes, kind="semantic", buyer=question["buyer"], offer_id=near[0]["id"])
