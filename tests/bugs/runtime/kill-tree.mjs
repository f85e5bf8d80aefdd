// The command is a pipe of two programs under a shell. They hold the shell's output open, so it ends
// soon after stop() only if they are stopped as well.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

const start = await run({ spawn }, 'return start;');
const { child, stop } = start('(echo up; sleep 2) | cat; echo over');
await once(child.stdout, 'data');
const ended = once(child.stdout, 'end');
const exited = once(child, 'exit');
stop();
await exited;
const late = new Promise((resolve) => { setTimeout(resolve, 400, 'late'); });
if (await Promise.race([ended, late]) === 'late') fault('the shell is gone, and what it started runs on');
sound();
