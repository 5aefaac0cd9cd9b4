"""Pictures people put on a board: what is one, who may add it, who may see it."""
