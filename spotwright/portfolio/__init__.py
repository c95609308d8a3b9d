"""What a client or a campaign adds up to, and how it goes away: the operations that need every room below."""
