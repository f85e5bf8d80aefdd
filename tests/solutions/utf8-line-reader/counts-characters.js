// fails: the limit counts bytes, not characters
export async function* readLines(source, { maxBytes = 65_536 } = {}) {
  const check = (line) => {
    if (line.length > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
    return line;
  };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) yield check(line.replace(/\r$/, ''));
    check(rest.replace(/\r$/, ''));
  }
  if (rest) yield check(rest);
}
