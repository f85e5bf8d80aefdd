// Runs the tests beside it and writes what came of each to ./results, a JSON object a line. The lines
// written during the run only show how far it came: the solution can write there too. Those that count
// follow at the end, after a word that only this program and the one that started it know, and no code
// of the solution runs after them.
import fs from 'node:fs';
import assert from 'node:assert';
import strict from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import tests, { run } from 'node:test';
import util from 'node:util';

// What the solution replaces later, in modules or in prototypes, is not used below.
const { openSync, readFileSync, writeSync } = fs;
const { inspect } = util;
const { kill, ppid, reallyExit } = process;
const { stringify } = JSON;
const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { ownKeys } = Reflect;
const clip = String.prototype.slice.call.bind(String.prototype.slice);
const replaceAll = String.prototype.replaceAll.call.bind(String.prototype.replaceAll);

const word = readFileSync(0, 'utf8').trim();
const { file, folder } = JSON.parse(readFileSync('./harness.json', 'utf8'));
const out = openSync('./results', 'w');

const shared = [assert, strict, tests, tests.mock, getPrototypeOf(tests.mock), AsyncResource.prototype];
shared.forEach((one) => freeze(one));

// Ending the program that waits for the tests, or all programs of the learner, is a mistake.
process.kill = (pid, signal) => {
  if (pid === ppid || pid === -ppid || pid === -1) {
    throw new Error(`process.kill(${pid}) would end the program that runs the tests`);
  }
  return kill(pid, signal);
};
syncBuiltinESMExports();

// Whoever started this ends it long before, unless it was killed itself.
setTimeout(() => reallyExit(1), 30_000).unref();

const LONG = 4000;

function shown(value) {
  try {
    return clip(typeof value === 'string' ? value : inspect(value, { depth: 6 }), 0, LONG);
  } catch {
    return 'a value that cannot be shown';
  }
}

// Without a prototype, or `toJSON` of `Object.prototype` would be used.
function failure(error) {
  const described = {
    __proto__: null,
    message: 'an error that cannot be shown',
    name: '',
    stack: '',
    generated: false,
    expected: null,
    actual: null,
  };
  try {
    const cause = error?.cause ?? error;
    const compared = cause?.code === 'ERR_ASSERTION' && 'expected' in cause && 'actual' in cause;
    described.message = shown(cause?.message ?? cause);
    described.name = shown(cause?.name ?? '');
    described.stack = replaceAll(shown(cause?.stack ?? ''), folder, '');
    described.generated = cause?.generatedMessage === true;
    described.expected = compared ? clip(inspect(cause.expected, { depth: 6 }), 0, LONG) : null;
    described.actual = compared ? clip(inspect(cause.actual, { depth: 6 }), 0, LONG) : null;
  } catch {
    // It shows what could be read of it.
  }
  return described;
}

let results = '\n';

function tell(what) {
  const line = `${stringify(what)}\n`;
  writeSync(out, line);
  results += `${word} ${line}`;
}

// The first error that no test caused. Where there is one, the run is not a success.
let outside = null;
process.on('uncaughtExceptionMonitor', (error) => { outside ??= failure(error); });
process.on('unhandledRejection', (error) => { outside ??= failure(error); });

const events = run({ files: [file], isolation: 'none' });
for (let above = getPrototypeOf(events); above !== null; above = getPrototypeOf(above)) {
  for (const key of ownKeys(above)) {
    if (hasOwn(events, key) || key === '__proto__' || key === 'constructor') continue;
    defineProperty(events, key, { ...getOwnPropertyDescriptor(above, key), configurable: false });
  }
}

function ended({ name, nesting, details, skip, todo, file: from }, succeeded) {
  // The solution may have tests of its own. They count where they fail.
  if (succeeded && from !== file) return;
  const left = skip !== undefined || todo !== undefined;
  const error = details?.error;
  // A suite fails with its tests, which say why.
  const explained = (succeeded && !left) || error?.failureType === 'subtestsFailed';
  tell({
    __proto__: null,
    name,
    nesting,
    passed: succeeded && !left,
    suite: details?.type === 'suite',
    failure: explained ? null : failure(left ? 'The test is skipped, or it is still to do.' : error),
  });
}

events.on('test:pass', (data) => ended(data, true));
events.on('test:fail', (data) => ended(data, false));
events.on('test:summary', (data) => {
  if (data.file !== undefined) return;
  results += `${word} ${stringify({ __proto__: null, success: data.success, outside })}\n`;
  writeSync(out, results);
  // Handlers of the solution for `exit` do not run.
  reallyExit(0);
});
