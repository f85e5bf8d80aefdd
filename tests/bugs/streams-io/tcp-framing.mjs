// The same three messages, cut into chunks in two ways; then a peer that never ends its line.
import { EventEmitter } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

const readLines = await run({}, 'return readLines;');
const receive = (chunks) => {
  const socket = new EventEmitter();
  socket.setEncoding = () => {};
  socket.destroy = () => { socket.destroyed = true; };
  const seen = [];
  readLines(socket, (line) => seen.push(line));
  for (const chunk of chunks) socket.emit('data', chunk);
  return { seen, socket };
};
if (receive(['one\n', 'two\n']).seen.join('|') !== 'one|two') throw new Error('whole lines are not read');
for (const chunks of [['one\ntwo\nthree\n'], ['on', 'e\ntw', 'o\nthree', '\n']]) {
  const { seen } = receive(chunks);
  if (seen.join('|') !== 'one|two|three') fault(`three messages arrive as ${JSON.stringify(seen)}`);
}
if (!receive(Array(100).fill('x'.repeat(1024))).socket.destroyed) throw new Error('an endless line is kept');
sound();
