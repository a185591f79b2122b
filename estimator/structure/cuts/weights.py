"""The weights that decide where a cut runs. All judgement; none of them enters a price.

They are in lines: what a choice would have to save in moved lines to be worth it. At 2,000 lines
the law of the whole port asks about 5 minutes for one further line, and a sidecar's boundary 1.6
hours for one further item, so an item is worth 20 lines before anything else is said against it.
"""

ITEM = 20
"""A function or type that crosses."""
CALL_OUT = 60
"""A cold function that stays in the shell though moved code calls it: a call back."""
HOT_CALL_OUT = 600
"""The same for a function that samples met, or that is called inside a loop."""
STATE = 80
"""A package-level variable that moved code would share with the shell."""
SURE_TARGETS = 3
"""A call site that may reach more functions than this shows nothing about a cut."""
REGION = 1500
"""Functions around a cluster that are weighed; those farther away stay."""
COPY_LINES = 10
"""A member without state up to this length may be kept on both sides."""
BRIDGE_LINES = 40
"""What joining two hot functions may add in functions that are not hot."""
BRIDGE_CALLS = 2
"""Calls from one hot function to the next, at most."""
WIDE_TYPE = 20
"""A type that more functions take says nothing about what belongs together."""
SEED_SHARE = 0.85
"""Of own time: the functions that clusters grow from. More than what they have to hold, so that
small ones need not be reached."""
MOVES = 3
"""Functions that a better cut may move."""
TRIED = 40
"""Functions at the border that a better cut tries, the most called first."""
TRIAL_FUNCTIONS = 20_000
"""Moved functions times trials of one move, at most: large cuts are tried in fewer places."""
CLEAN_ITEMS = 6
"""Items up to which a cut can be clean: the boundary's price takes 5 as usual."""
WORKABLE_ITEMS = 20
"""Items above which a cut is tangled."""
WORKABLE_SHARED = 3
"""Shared states above which a cut is tangled."""
CHATTY_SITES = 1
"""Call sites inside loops from which a cut is chatty."""
NAMED = 3
"""Names that a reason gives at most."""
