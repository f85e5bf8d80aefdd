// fails: a character may be cut between two chunks
export async function* readLines(source, { maxBytes = 65_536 } = {}) {
  const check = (line) => {
    if (Buffer.byteLength(line) > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
    return line;
  };
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop();
    for (const line of lines) yield check(line.replace(/\r$/, ''));
    check(rest.replace(/\r$/, ''));
  }
  if (rest) yield check(rest);
}
