"""The protocol, pure: no clock, socket, task, environment or log. Rules: SPEC.md."""
