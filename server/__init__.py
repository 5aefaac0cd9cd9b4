"""The ASGI app: settings, identity, routes, websocket transport, limits, metrics, command line.

The only package that wires the others together.
"""
