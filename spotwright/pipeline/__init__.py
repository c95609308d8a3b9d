"""The durable story of an ad: the only place where jobs meet the renderer."""
