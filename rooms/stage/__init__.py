"""What the server decides: versioned records, changed by compare-and-set, never in the CRDT."""
