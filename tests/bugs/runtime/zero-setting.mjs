// RETRIES=0 must reach the client as 0, and garbage must stop the start.
import { run, fault, sound } from '../proof.mjs';

const start = async (env) => {
  let seen;
  await run({ process: { env }, startClient: (settings) => { seen = settings; } });
  return seen;
};

const zero = await start({ RETRIES: '0' });
if (zero.retries !== 0) fault(`RETRIES=0 gives ${zero.retries} retries`);
const plain = await start({});
if (plain.retries !== 5 || plain.host !== 'localhost') fault('the defaults are lost');
const garbage = await start({ RETRIES: 'many' }).catch((error) => error);
if (!(garbage instanceof Error)) fault('garbage is accepted');
sound();
