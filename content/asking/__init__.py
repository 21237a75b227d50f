"""Asks on the public board: released one by one by who answers for children's safety, in words of their own."""
