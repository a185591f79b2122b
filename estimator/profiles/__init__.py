"""CPU profiles as tools write them (pprof, folded stacks, flame graphs) into one `Profile`."""
