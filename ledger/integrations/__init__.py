"""Other people's formats and frameworks, each in a file of its own that imports the SDK and nothing else of ours."""
