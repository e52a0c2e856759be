"""What was worked out before, known by the fingerprint of all that went into it; may be deleted at any time."""
