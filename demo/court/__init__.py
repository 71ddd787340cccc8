"""A leak goes to court: the customer disputes it, the courier's owner answers, three arbitrators rule, money moves.

exhibits   files given to the evidence store, and what a reader checks before it believes them
discovery  how the claimant comes to know what it claims
showing    what the court is shown of a record
findings   what can be established from the files, whoever reads them
rules      the stated rules by which arbitrators decide
bench      the arbitrators: accredited, staked, one in conflict
voting     an arbitrator at work: reads, decides, commits, reveals
trial      the case from the claim to the money
ledgers    who paid and got what, as the chain has it
hold       the case of the first leak, from the bench to the last payment
judging    what can be proved of the case afterwards
"""
