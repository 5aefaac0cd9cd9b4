"""The embedded store: one database file, one writing process, nothing to install."""
