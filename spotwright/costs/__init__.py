"""Money: what a job will cost, and what it really did cost."""
