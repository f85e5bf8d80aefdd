// A Duplex made of an async generator.
import { Duplex } from 'node:stream';

async function* objects(source) {
  const decoder = new TextDecoder();
  let number = 0;
  let pending = '';

  function parse(line) {
    number += 1;
    if (/^\s*$/.test(line)) return [];
    let value;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    if (Object.prototype.toString.call(value) === '[object Object]') return [value];
    const error = new Error('not a JSON object');
    error.code = 'BAD_LINE';
    error.line = number;
    throw error;
  }

  for await (const chunk of source) {
    pending += decoder.decode(chunk, { stream: true });
    let end;
    while ((end = pending.indexOf('\n')) !== -1) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      yield* parse(line);
    }
  }
  yield* parse(pending + decoder.decode());
}

export function parseNdjson() {
  return Duplex.from(objects);
}
