"""Faults that a proof decides: the pure twin of every check that the contracts make, one module a kind.

Each check answers with a `Finding`, or None when nothing is proved. It takes the keys whose word counts as an
argument: who they are is for the chain to say. An honest agent or operator is never found at fault.
"""
