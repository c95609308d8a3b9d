"""Small tools that know nothing of advertising; they import nothing of ours."""
