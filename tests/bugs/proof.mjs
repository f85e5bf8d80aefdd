// What every proof needs: the code of the card under test, and the two ways to end.
// A proof is run twice: `node <card>.mjs FAULTY` must end with fault(...), `node <card>.mjs FIXED` with sound().
import { readFileSync } from 'node:fs';

/** The text of the code under test. */
export const code = readFileSync(process.argv[2], 'utf8');

const AsyncFunction = (async () => {}).constructor;

/** Runs the code as the body of an async function that sees `names` as its free variables. */
export const run = (names = {}, tail = '') =>
  new AsyncFunction(...Object.keys(names), `${code}\n${tail}`)(...Object.values(names));

/** The fault of the card was seen: says what, exit status 10. */
export function fault(what) {
  console.log(`fault: ${what}`);
  process.exit(10);
}

/** The code behaves: exit status 0. */
export function sound() {
  console.log('sound');
  process.exit(0);
}
