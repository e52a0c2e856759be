"""The page of a body: its latest year in one screen, all years, how requests ended, its peers, its own words."""
