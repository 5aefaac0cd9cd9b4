"""Durable bytes and their fan-out between processes: a contract and its drivers."""
