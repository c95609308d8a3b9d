"""What keeps an installation sound over the years: the check of its invariants, backups, and what is kept how long."""
