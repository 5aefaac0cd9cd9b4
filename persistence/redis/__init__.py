"""The store for many processes: streams, hashes and scripts on one Redis."""
