"""Checks that each row of `saas-broken/EXPECTED.md` points at the line that it quotes, and that every rule has two rows.

    python tests/workspaces/oracle/expected_lines.py
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

BROKEN = Path(__file__).resolve().parent.parent / "saas-broken"
RULES = """
    env-missing env-duplicate env-invalid-line env-committed env-placeholder-secret port-conflict compose-invalid
    lockfile-missing lockfile-stale runtime-mismatch module-registry-drift vendor-missing
""".split()


def main() -> int:
    wrong: list[str] = []
    rows = Counter[str]()
    for row in (BROKEN / "EXPECTED.md").read_text().splitlines():
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        if len(cells) != 5 or not cells[2].isdigit():
            continue
        rule, file, line, what, _ = cells
        rows[rule] += 1
        quoted = re.search(r"`(.+?)`", what)
        lines = (BROKEN / file).read_text().splitlines()
        if rule not in RULES or quoted is None or quoted[1] not in lines[int(line) - 1]:
            wrong.append(f"{rule} {file}:{line}: the line does not hold {quoted and quoted[0]}")
    wrong += [f"{rule}: {rows[rule]} rows, two are wanted" for rule in RULES if rows[rule] < 2]
    print("\n".join(wrong) or f"{rows.total()} rows point at what they quote")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
