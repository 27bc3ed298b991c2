"""Records what Go routers serve for each case: `gorecord.py gogin|goecho|gofiber|gochi`, with ROUTES_GO set to a folder
whose go.mod requires the four libraries. A case is a package `main` with a `newRouter()`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from cases import record

LISTS = {
    "gogin": 'for _, r := range newRouter().Routes() { out = append(out, r.Method+" "+r.Path) }',
    "goecho": 'for _, r := range newRouter().Routes() { out = append(out, r.Method+" "+r.Path) }',
    "gofiber": 'a := newRouter(); a.Handler(); for _, r := range a.GetRoutes(true) { out = append(out, r.Method+" "+r.Path) }',
    "gochi": 'chi.Walk(newRouter(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {'
    ' out = append(out, method+" "+route); return nil })',
}
ASK = """package main

import (
	"encoding/json"
	"fmt"
	"testing"
%s
)

func TestAsk(t *testing.T) {
	out := []string{}
	%s
	text, _ := json.Marshal(out)
	fmt.Println("ANSWER" + string(text))
}
"""
ALL = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}


def spelled(framework: str, path: str) -> str:
    if framework == "gochi":
        return re.sub(r"{(\w+):[^}]*}", r"{\1}", path)
    return re.sub(r"[:*](\w+)\??", r"{\1}", path) if path.startswith("/") else "/" + path


def ask(framework: str, project: Path) -> list[str]:
    top = Path(os.environ["ROUTES_GO"])
    module = (project / "go.mod").read_text().split()[1]
    rest = (top / "go.mod").read_text().split("\n", 1)[1]
    (project / "go.mod").write_text(f"module {module}\n{rest}")
    shutil.copy(top / "go.sum", project / "go.sum")
    imports = '\t"net/http"\n\t"github.com/go-chi/chi/v5"' if framework == "gochi" else ""
    (project / "ask_test.go").write_text(ASK % (imports, LISTS[framework]))
    run = subprocess.run(["go", "test", "-mod=mod", "-run", "TestAsk", "-v", "."], cwd=project, capture_output=True, text=True)
    answer = next((line[6:] for line in run.stdout.splitlines() if line.startswith("ANSWER")), None)
    if answer is None:
        raise SystemExit(run.stdout + run.stderr)
    seen: dict[str, set[str]] = {}
    for line in json.loads(answer):
        method, path = line.split(" ", 1)
        if method != "echo_route_not_found":
            seen.setdefault(spelled(framework, path), set()).add(method)
    lines = []
    for path, methods in seen.items():
        if ALL <= methods:
            lines.append(f"ANY {path}")
            continue
        # Fiber answers HEAD wherever it answers GET.
        if framework == "gofiber" and "GET" in methods:
            methods -= {"HEAD"}
        lines += [f"{method} {path}" for method in methods]
    return lines


if __name__ == "__main__":
    name = sys.argv[1]
    sys.exit(record(Path(__file__).parent / name, lambda project: ask(name, project)))
