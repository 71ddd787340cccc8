"""The rules agents live by, one file a role. No model is asked: seeded dice and the market's answers decide."""
