// The script must print 6; the faulty one throws on the way.
import { run, fault, sound } from '../proof.mjs';

const printed = [];
try {
  await run({ console: { log: (value) => printed.push(value) } });
} catch (error) {
  if (error instanceof TypeError && /of undefined/.test(error.message)) fault(error.message);
  throw error;
}
if (printed.join() === '6') sound();
fault(`printed ${printed}`);
