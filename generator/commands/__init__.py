"""The commands: arguments in, one call out, an exit status."""
