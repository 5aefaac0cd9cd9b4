"""What an operator does with a whole store: back it up, restore it, look whether it is sound."""
