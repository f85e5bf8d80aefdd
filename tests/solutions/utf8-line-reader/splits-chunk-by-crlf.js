// fails: CR and LF are one line end, even when cut apart
export async function* readLines(source, { maxBytes = 65_536 } = {}) {
  const check = (line) => {
    if (Buffer.byteLength(line) > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
    return line;
  };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const lines = decoder.decode(chunk, { stream: true }).split(/\r?\n/);
    lines[0] = rest + lines[0];
    rest = lines.pop();
    for (const line of lines) yield check(line);
    check(rest.replace(/\r$/, ''));
  }
  if (rest) yield check(rest);
}
