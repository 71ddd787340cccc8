"""The pure core: what bytes mean and what they prove. No input or output, no clock, no randomness."""
