"""Measurements: one module a benchmark, each a function that returns the keys it prints. Not shipped.

`./scripts/bench NAME --json` runs one. A figure in seconds says little on a shared machine, so each stands beside a
bound or a peer measured in the same run, as the median of at least three runs.
"""
