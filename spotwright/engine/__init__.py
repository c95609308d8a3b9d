"""The workflow engine behind a small port: it starts, wakes and stops the story of a job, and survives crashes."""
