"""Shares in the costing's own sentences, written as the report writes them: ``41 %``."""


def percent(share: float) -> str:
    """Write a share of 0-1 as a whole percentage."""
    return f"{share:.0%}".replace("%", " %")


def change(share: float) -> str:
    """Write a relative change with its sign: ``+18 %``."""
    return f"{share:+.0%}".replace("%", " %")
