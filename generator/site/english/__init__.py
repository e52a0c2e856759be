"""English: the dictionary that pages switch with, and the pages that are English themselves."""
