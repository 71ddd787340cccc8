"""The trust worker: whose word counts, and what follows for everyone's score. Same ratings, same bits, on any machine.

An epoch takes the ratings of one context and dimension in chain order and walks from bonded anchors: who is vouched for
by whoever counts, counts himself (`walk`). What a rating adds then rests on its rater's credibility, its age and
whether it was returned in kind (`evidence`). The score is the formula of `ledger.domain.reputation`, with an interval,
and `insufficient` where too little is known (`scores`). Every rule stands in `configuration`, and only there.

All numbers are 64-bit integers with floor division: sums do not depend on their order, so two machines, or one machine
with its edges dealt out differently, agree bit for bit. Nothing here reads a clock, a file or a network.
"""
