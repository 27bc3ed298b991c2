"""Records what pip makes of the requirements in `cases.txt`: `python record.py` with pip. Each requirement with the file that
declares it, and each constraint."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path

from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from texts import split  # noqa: E402

HERE = Path(__file__).parent


def main() -> None:
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "workspace"
        split((HERE / "cases.txt").read_text(), folder)
        # What pip cannot open ends everything: lines that name such files are taken away, and so is the file that names itself.
        main = folder / "api/requirements.txt"
        lines = [line for line in main.read_text().splitlines() if not re.search(r"missing|outside|https", line)]
        main.write_text("\n".join(lines) + "\n")
        logging = folder / "shared/logging.in"
        logging.write_text(logging.read_text().replace("-r logging.in\n", ""))
        os.chdir("/")
        found = parse_requirements(str(main), PipSession())
        out = {"requirements": [], "constraints": []}
        for one in found:
            file = re.search(r"-[rc] (\S+) \(line", one.comes_from)[1]
            where = os.path.relpath(os.path.normpath(file), folder)
            out["constraints" if one.constraint else "requirements"].append(f"{one.requirement} {where}")
    (HERE / "ORACLE.json").write_text(json.dumps({key: sorted(value) for key, value in out.items()}, indent=1) + "\n")


main()
