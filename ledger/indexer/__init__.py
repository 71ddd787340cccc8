"""The indexer: follows the chain and the anchored logs, and keeps the mirror equal to them.

source        what it reads from, as ports
projections   events into writes, pure
follower      blocks: backfill and head through one path, forks taken back (`reorg`)
logs          anchored ranges: checked (`checks`) and written (`ranges`)
rebuild       the same index again, beside the live one
run           the process
"""
