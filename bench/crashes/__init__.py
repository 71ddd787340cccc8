"""The crash campaign: agent and log server die at every write, by a kill or as by a power cut, and come back."""
