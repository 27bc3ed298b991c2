"""Compares the endpoints of `workspai inspect --json` with what a framework lists.

    compare.py INSPECT.json PROJECT TRUTH.txt

PROJECT is a project's name or its path in the workspace. A line of TRUTH is `METHOD /path`: the method in upper case (`ANY`
when a route takes all, `WS` for a websocket), parameters as `{name}` without their converter or pattern. A line
`outside METHOD /path` is a route whose handler is no code of the repository (a library's own page): such a path is no part of
the comparison, found or not and with whatever method, and counted apart. Lines that start with `#` say where the list is from.

Only mounted endpoints count. One that inspect shows with `{?}` is found by no line of the truth.
Ends with 0 when recall and precision are both at least 98 %, else with 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

GOAL = 0.98


def truth(lines: Iterable[str]) -> tuple[set[str], set[str]]:
    """The routes of the repository's own code, and those of others."""
    own, outside = set(), set()
    for line in map(str.strip, lines):
        if line.startswith("outside "):
            outside.add(line.removeprefix("outside "))
        elif line and not line.startswith("#"):
            own.add(line)
    return own, outside - own


def found(report: dict, project: str) -> dict[str, str]:
    """Each mounted endpoint with the place of its declaration."""
    fits = [one for one in report["projects"] if project in (one["path"], one["name"])]
    if not fits:
        names = ", ".join(f"{one['path']} ({one['name']})" for one in report["projects"])
        raise SystemExit(f"no project {project}; there are: {names}")
    mounted = (one for project in fits for one in project["endpoints"] if one["mounted"])
    return {f"{method(one)} {one['path']}": f"{one['file']}:{one['line']}" for one in mounted}


def method(endpoint: dict) -> str:
    return "WS" if endpoint["method"] == "WEBSOCKET" else endpoint["method"]


def by_path(lines: Iterable[str]) -> list[str]:
    return sorted(lines, key=lambda line: tuple(reversed(line.split(" ", 1))))


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def main(report: str, project: str, oracle: str) -> int:
    with open(oracle) as text:
        own, outside = truth(text)
    with open(report) as text:
        shown = found(json.load(text), project)
    paths = {line.split(" ", 1)[1] for line in outside}
    known = {line for line in shown if line in own or line.split(" ", 1)[1] not in paths}
    both = own & known
    recall, precision = share(len(both), len(own)), share(len(both), len(known))

    for line in by_path(own - known):
        print(f"missing  {line}")
    for line in by_path(known - own):
        print(f"extra    {line}  {shown[line]}")
    print(
        f"{len(own)} routes, shown {len(known)}, right {len(both)}: recall {100 * recall:.1f} %, "
        f"precision {100 * precision:.1f} %; of others {len(outside)}, shown {len(shown) - len(known)}"
    )
    return 0 if min(recall, precision) >= GOAL else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
