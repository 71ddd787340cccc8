"""One dispute in one file: put together, proved and replayed without asking anyone."""
