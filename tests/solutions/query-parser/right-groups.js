// Collects the pairs in a Map of arrays first, reading character by character.
function plain(text) {
  const spaced = text.split('+').join(' ');
  const isWellFormed = !/%(?![0-9a-f]{2})/i.test(spaced);
  if (!isWellFormed) return spaced;
  const bytes = [];
  for (let i = 0; i < spaced.length; i++) {
    if (spaced[i] === '%') {
      bytes.push(parseInt(spaced.slice(i + 1, i + 3), 16));
      i += 2;
    } else {
      bytes.push(...Buffer.from(String.fromCodePoint(spaced.codePointAt(i))));
      if (spaced.codePointAt(i) > 0xffff) i++;
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return spaced;
  }
}

export function parseQuery(text) {
  const groups = new Map();
  let name = null;
  let part = '';

  function endPair() {
    if (name === null && part === '') return;
    const key = plain(name ?? part);
    const value = name === null ? '' : plain(part);
    groups.set(key, [...(groups.get(key) ?? []), value]);
    name = null;
    part = '';
  }

  for (const char of text.startsWith('?') ? text.slice(1) : text) {
    if (char === '&') endPair();
    else if (char === '=' && name === null) {
      name = part;
      part = '';
    } else part += char;
  }
  endPair();

  const query = Object.create(null);
  for (const [key, values] of groups) query[key] = values.length === 1 ? values[0] : values;
  return query;
}
