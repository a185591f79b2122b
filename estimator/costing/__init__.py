"""Facts, findings and a rulebook -> priced scenarios. Pure; every constant comes from the rules."""
