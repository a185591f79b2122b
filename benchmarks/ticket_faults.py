"""Write docs/ticket-faults.md: what `estimator attach` makes of every fault of every tracker.

    python benchmarks/ticket_faults.py

Everything runs on loopback; it needs the packages of the group `test` and an installed Redmine,
which it copies from, and takes two minutes or three.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    sys.path[:0] = [str(TESTS), str(TESTS / "tickets")]
    from estimates import make_desk  # noqa: PLC0415  # found by the line above
    from fault_table import DOCUMENT, PLACES, column, document, redmine_place  # noqa: PLC0415
    from redmine_server import Redmine, missing  # noqa: PLC0415

    if missing():
        sys.exit(missing())

    with TemporaryDirectory() as folder:
        desk = make_desk(Path(folder))
        columns = {name: column(place, desk) for name, place in PLACES.items()}
        (desk.folder / "redmine").mkdir()
        with Redmine(desk.folder / "redmine") as server:
            columns["Redmine"] = column(redmine_place(server), desk)
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document(columns), encoding="utf-8")
    print(document(columns))


if __name__ == "__main__":
    main()
