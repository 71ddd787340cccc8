"""How good is it, and what does it withstand? On any network of ratings, with fresh attacks, beside other methods.

`network` reads files; `labels` finds what defines the labels, masks it and names the anchor; `measures` are AUROC and
ranks; `baselines` are other people's methods; `attacks` make one attack each; `table` runs them over seeds and budgets;
`report` puts it together. Here, and only here, are floating-point numbers: they judge scores and never make any.
"""
