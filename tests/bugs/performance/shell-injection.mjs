// Runs the thumbnail with a program of its own in place of `convert`, and a name that carries a command.
import { exec as realExec, execFile as realExecFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, fault, sound } from '../proof.mjs';

const cwd = mkdtempSync(join(tmpdir(), 'thumb-'));
const seen = [];
// Both run for real, in a folder of their own; `convert` becomes `echo`.
const exec = (command, options, done) => realExec(command.replace(/^convert/, 'echo'), { ...options, cwd }, done);
const execFile = (program, args, options, done) => {
  seen.push(args);
  realExecFile('echo', args, { ...options, cwd }, done);
};
const thumbnail = await run({ exec, execFile }, 'return thumbnail;');
await new Promise((done) => thumbnail('cat$(touch owned).png', done));
const owned = existsSync(join(cwd, 'owned'));
rmSync(cwd, { recursive: true });
if (owned) fault('the command inside the file name was run');
if (seen[0]?.[0] !== './cat$(touch owned).png') throw new Error('the name did not arrive as one argument');
sound();
