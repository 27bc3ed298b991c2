#!/bin/sh
# Writes record.json anew: what three readers make of cases.json. Needs python3, node, npm and go; installs into a
# temporary folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install python-dotenv==1.1.1
"$work/venv/bin/python" "$here/record.py" <"$here/cases.json" >"$work/python.json"

cp "$here/record.cjs" "$work"
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund dotenv@16.6.1 && node record.cjs <"$here/cases.json" >node.json)

mkdir "$work/compose"
cp "$here/compose/record.go" "$work/compose"
(cd "$work/compose" && go mod init record >/dev/null 2>&1 && go get github.com/compose-spec/compose-go/v2@v2.9.0 >/dev/null 2>&1 && go mod tidy >/dev/null 2>&1 && go run . <"$here/cases.json" >../compose.json)

"$work/venv/bin/python" - "$here" "$work" <<'PY'
import json, pathlib, sys

here, work = map(pathlib.Path, sys.argv[1:])
load = lambda name: json.loads((work / name).read_text())
cases = json.loads((here / "cases.json").read_text())
rows = zip(cases, load("python.json"), load("node.json"), load("compose.json"), strict=True)
record = [{"text": text, "python": p, "node": n["values"], "compose": c} for text, p, n, c in rows]
(here / "record.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
PY
