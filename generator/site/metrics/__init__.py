"""Pages of metrics: what each is made of, how it is spread, and the ratios of sums of groups and regions."""
