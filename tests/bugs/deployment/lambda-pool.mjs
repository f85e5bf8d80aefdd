// Three calls of one warm environment.
import { run, fault, sound } from '../proof.mjs';

let pools = 0;
class Pool {
  constructor() { pools += 1; }
  async query() { return { rows: [{ name: 'basic' }] }; }
}
const exported = {};
await run({ Pool, exports: exported });
for (let call = 0; call < 3; call += 1) {
  const answer = await exported.handler({});
  if (answer.statusCode !== 200) fault(`status ${answer.statusCode}`);
}
if (pools > 1) fault(`${pools} pools for three calls`);
sound();
