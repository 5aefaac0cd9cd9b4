"""Reading a document: objects, and the one ordering."""
