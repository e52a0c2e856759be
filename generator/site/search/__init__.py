"""The full text over narratives: an index of static files that a browser can ask, exact to the character."""
