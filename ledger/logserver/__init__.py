"""The log server: checks segments, makes them durable, acknowledges them, publishes and anchors the log."""
