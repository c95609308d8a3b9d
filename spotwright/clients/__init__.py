"""Clients: whose ads we make, and the brand guidelines that act on every one of them."""
