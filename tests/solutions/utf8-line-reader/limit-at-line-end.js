// fails: an endless line is not read to its end
export async function* readLines(source, { maxBytes = 65_536 } = {}) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const text = line.replace(/\r$/, '');
      if (Buffer.byteLength(text) > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
      yield text;
    }
  }
  if (Buffer.byteLength(rest) > maxBytes) throw Object.assign(new Error('long'), { code: 'LINE_TOO_LONG' });
  if (rest) yield rest;
}
