"""All documents of a run, group by group: never more of them in memory than are worked on."""
