"""Who does the work: processes of this machine that can be killed, or those of a cluster."""
