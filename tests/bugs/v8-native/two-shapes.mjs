// Asks V8 itself whether a labelled and an unlabelled point share one hidden class.
import { spawnSync } from 'node:child_process';
import { code, fault, sound } from '../proof.mjs';

const script = `${code}
const plain = makePoint(1, 2);
const named = makePoint(3, 4, 'home');
if (named.label !== 'home' || named.x !== 3 || plain.y !== 2) throw new Error('the points are wrong');
console.log(%HaveSameMap(plain, named));`;
const { stdout, stderr } = spawnSync(process.execPath, ['--allow-natives-syntax', '-e', script], { encoding: 'utf8' });
if (stdout.trim() === 'true') sound();
if (stdout.trim() === 'false') fault('two points, two hidden classes');
throw new Error(stderr);
