"""KClub Desktop: run a paid community of learners from a laptop, with or without a network."""

__version__ = "0.1.0"
