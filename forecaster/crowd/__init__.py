"""Harm that no single agent's history shows: it lies in how the acts of several follow from each other."""
