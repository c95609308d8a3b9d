"""Campaigns: a goal of a client, and the jobs that serve it."""
