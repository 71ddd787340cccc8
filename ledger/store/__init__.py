"""The mirror: what chain and logs say, arranged for questions, in Redis or Valkey. Redis is used here only.

Written by three Lua scripts, each atomic and conditional; read through `View`, pinned to one block.
Nothing in it is the only copy: `ledger.indexer.rebuild` makes it again from chain and logs.
"""
