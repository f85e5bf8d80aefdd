"""Whether JSON that nodequiz printed has the shape that its schema says: `schemas.py SCHEMAS PRINTED`, two folders. In PRINTED
a file `due.json`, or `due.more.json`, is held against the schema `due.json`. The schemas leave room for keys of later versions;
here every key has to be in them. Every schema has to be used. Needs jsonschema and rfc3339-validator."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator


def strict(node):
    """The same schema, in which objects have no other keys than those it names."""
    if isinstance(node, list):
        return [strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    closed = {key: strict(part) for key, part in node.items()}
    if "properties" in node:
        closed["additionalProperties"] = False
    return closed


schemas, printed = Path(sys.argv[1]), Path(sys.argv[2])
unused = {file.stem for file in schemas.glob("*.json")}
faults = 0
files = sorted(printed.glob("*.json"))
for file in files:
    name = file.name.split(".")[0]
    unused.discard(name)
    schema = json.loads((schemas / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(strict(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
    for fault in list(validator.iter_errors(json.loads(file.read_text())))[:5]:
        faults += 1
        print(f"{file.name}: {fault.json_path}: {fault.message[:300]}", file=sys.stderr)
if unused:
    sys.exit(f"no output was held against {', '.join(sorted(unused))}")
if faults:
    sys.exit(1)
print(f"{len(files)} outputs have the shapes of their schemas")
