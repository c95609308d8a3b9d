"""The grammar of the API: envelope, errors, conditions, ranges. It knows no domain."""
