"""The same questions asked of data from elsewhere: rating networks, agent traces, judged records, account tables.

Four kinds of data, one way through: a reader makes *samples* (features, labels, groups that no split may cross, how
much had been seen), a detector learns from them, and `forecaster.external.judge` measures. Nothing here knows a data
set: no id, no absolute time and no name of a set enters a feature.
"""
