"""The witness: cosigns checkpoints of logs that never contradict what it saw before, and keeps what does."""
