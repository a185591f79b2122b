"""A share of 0-1 into what people read: ``41 %``, with the space that every output has."""


def percent(share: float) -> str:
    """Write a share as a whole percentage; half a percent goes to the even one."""
    return f"{share:.0%}".replace("%", " %")


def change(share: float) -> str:
    """Write a relative change with its sign: ``+18 %``."""
    return f"{share:+.0%}".replace("%", " %")
