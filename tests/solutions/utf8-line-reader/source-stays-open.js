// fails: leaving the loop early closes the source
export async function* readLines(source, { maxBytes = 65_536 } = {}) {
  const check = (line) => {
    if (Buffer.byteLength(line) > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
    return line;
  };
  const decoder = new TextDecoder();
  const chunks = source[Symbol.asyncIterator]();
  let rest = '';
  while (true) {
    const { value, done } = await chunks.next();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) yield check(line.replace(/\r$/, ''));
    check(rest.replace(/\r$/, ''));
  }
  if (rest) yield check(rest);
}
