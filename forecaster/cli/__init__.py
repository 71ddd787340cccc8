"""`ombud forecast`: train a forecaster on a simulated population, measure it, and let it speak about live agents.

scikit-learn is imported only when a command runs, so that `ombud --help` stays fast. Progress goes to standard
error; errors of ours are shown by whoever calls this app.
"""

from __future__ import annotations

import typer

from forecaster.cli import again, live, measure, rehearse, teach

app = typer.Typer(help="Forecast upheld disputes: train, measure, run, explain.", no_args_is_help=True)
for part in (teach, measure, live, again):
    app.add_typer(part.app)
app.add_typer(rehearse.app, name="rehearse")
