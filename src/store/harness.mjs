// Runs the tests beside it and writes what came of each to ./results: a JSON object a line, each
// behind a word that only this program and the one that started it know.
import { openSync, readFileSync, writeSync } from 'node:fs';
import assert from 'node:assert';
import strict from 'node:assert/strict';
import tests, { run } from 'node:test';
import { inspect } from 'node:util';

const word = readFileSync(0, 'utf8').trim();
const { file, folder } = JSON.parse(readFileSync('./harness.json', 'utf8'));
const { exit } = process;
const { stringify } = JSON;
const clip = String.prototype.slice.call.bind(String.prototype.slice);
const out = openSync('./results', 'w');
const tell = (what) => writeSync(out, `${word} ${stringify(what)}\n`);

// What decides must not be changed by what is tested.
for (const shared of [assert, strict, tests]) Object.freeze(shared);

const LONG = 4000;
const shown = (value) => {
  try {
    return clip(typeof value === 'string' ? value : inspect(value, { depth: 6 }), 0, LONG);
  } catch {
    return 'a value that cannot be shown';
  }
};

function failure(error) {
  const cause = error?.cause ?? error;
  const compared = cause?.code === 'ERR_ASSERTION' && 'expected' in cause && 'actual' in cause;
  return {
    message: shown(cause?.message ?? cause),
    name: shown(cause?.name ?? ''),
    stack: shown(cause?.stack ?? '').replaceAll(folder, ''),
    generated: cause?.generatedMessage === true,
    expected: compared ? inspected(cause.expected) : null,
    actual: compared ? inspected(cause.actual) : null,
  };
}

function inspected(value) {
  try {
    return clip(inspect(value, { depth: 6 }), 0, LONG);
  } catch {
    return 'a value that cannot be shown';
  }
}

for await (const { type, data } of run({ files: [file], isolation: 'none' })) {
  if (type !== 'test:pass' && type !== 'test:fail') continue;
  const { name, nesting, details, skip, todo } = data;
  const passed = type === 'test:pass' && skip === undefined && todo === undefined;
  tell({
    name,
    nesting,
    passed,
    suite: details?.type === 'suite',
    failure: passed ? null : failure(details?.error),
  });
}
tell({ end: true });
// With an exit code of its own where something failed outside of the tests.
exit();
