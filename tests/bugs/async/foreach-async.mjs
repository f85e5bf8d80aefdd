import { fault, run, sound } from '../proof.mjs';

const sendAll = await run({}, 'return sendAll;');
const sent = await sendAll(['a', 'b', 'c'], async () => {});
if (sent !== 3) fault(`${sent} letters counted of 3`);
sound();
