"""From the lines of a document to the cells of a statutory form."""
