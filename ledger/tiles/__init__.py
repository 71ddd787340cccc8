"""Everything that lies in files: objects of a log (tiles, packs, checkpoint) and append-only frame files."""
