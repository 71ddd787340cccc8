"""An export: a folder of files that verifies offline, with a signed manifest that names each by its hash."""
