"""The demonstration: a live population of agents trading on a real MCP market, recorded by Ombud.

`market` is where they trade, `roles` are the rules they trade by, `cheats` is what two of them do wrong,
`population` lets them live, `checks` measures what the ledger can prove about it afterwards, and `story`
tells it to whoever watches. Nothing here is shipped: it uses Ombud as any other program would.
"""
