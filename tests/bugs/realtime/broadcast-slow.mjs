// Broadcasts to a client that takes nothing, and to one that takes everything.
import { run, fault, sound } from '../proof.mjs';

const client = (drains) => ({
  readyState: 1,
  bufferedAmount: 0,
  got: 0,
  terminate() { this.readyState = 3; this.bufferedAmount = 0; },
  send(text) { this.got++; if (!drains) this.bufferedAmount += text.length; },
});
const slow = client(false);
const good = client(true);
let most = 0;
const step = () => { most = Math.max(most, slow.bufferedAmount); };
const message = { text: 'x'.repeat(10_000) };
await run({ slow, good, message, step }, 'for (let i = 0; i < 2000; i++) { broadcast([slow, good], message); step(); }');
if (good.got !== 2000) throw new Error('the good client missed messages');
if (most > 4 * 1024 * 1024) fault(`${most} bytes wait for one slow client`);
sound();
