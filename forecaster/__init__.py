"""What may come: calibrated forecasts of upheld disputes, from the ledger's history alone."""
