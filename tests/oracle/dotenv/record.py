"""Records what python-dotenv makes of the cases: `python record.py < cases.json`."""

import io
import json
import sys

from dotenv.parser import parse_stream


def read(text: str) -> dict:
    bindings = list(parse_stream(io.StringIO(text, newline="")))
    values: dict[str, str] = {}
    for binding in bindings:
        if binding.key is not None and binding.value is not None:
            values[binding.key] = binding.value
    return {"values": values, "refused": [b.original.line for b in bindings if b.error]}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout, ensure_ascii=False, indent=1)
