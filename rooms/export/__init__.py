"""A board as something to take home."""
