"""The fault campaign: whatever is killed, cut off, forked or lied to, no answer is wrong and no fact is lost.

proxy      a process between indexer, API and node, which drops, delays, truncates, duplicates, reorders and withholds
scene      a real chain with records and bonds; what is true as of each block of each branch
parts      Valkey, indexers and API as processes, to be killed and started again
watch      asks the API all the time, and holds every answer against what is true
kinds      the faults, one function each
campaign   scenarios of one to three faults, each ended by comparing the mirror with a rebuilt one
"""
