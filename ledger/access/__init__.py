"""Who may ask for what: keys that the operator gave out, wallets that signed in, parts in a case, and who read what."""
