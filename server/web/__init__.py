"""What browsers get: the files of web/ without what only their readers need, ready to be sent."""
