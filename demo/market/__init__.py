"""A small market behind an MCP server: offers, quotes, orders, payment in escrow, parcels and customers' files.

    server     the MCP tools: who calls, what may be passed, what comes back
    trade      offers, quotes, orders, payment, refusal
    counsel    questions to brokers, and their advice
    shipping   manifests, couriers, proofs of delivery, settlement
    custody    customers' files, and who may see them
    audit      orders seen from outside, and findings
    book       the SQLite tables and the folder they all write
    outcomes   how a refusal, a denial and a failure travel over MCP
    client     one member's connection

Amounts are in cents. The market keeps no secrets of Ombud: it only carries the ids of the records that
caused an order or a parcel from one party to the next, as any tool server could.
"""
