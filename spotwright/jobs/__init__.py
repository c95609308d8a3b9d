"""Jobs: a brief on its way to a finished ad. The job's row is the truth; the workflow engine is the means."""
