"""What is live: rooms and their members, the hub that keeps them, and what the server decides."""
