"""Made reports with known truth, in every layout and format that the readers must cope with."""
