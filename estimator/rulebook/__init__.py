"""Rule files -> Rulebook, and facts x rules -> findings. The numbers live in `rules/`, not here."""
