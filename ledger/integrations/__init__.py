"""Other people's formats and frameworks, each in a file of its own that needs the SDK and no other room above it."""
