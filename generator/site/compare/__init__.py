"""The comparison: all bodies and years in one table, its files column by column."""
