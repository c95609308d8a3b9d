"""Who is asking: users, passwords, tokens and API keys."""
