// fails: names that differ only in their encoding are the same
const decode = (text) => {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

export function parseQuery(text) {
  const query = Object.create(null);
  for (const pair of text.replace(/^\?/, '').split('&').filter(Boolean)) {
    const [, name, rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(pair);
    const value = decode(rawValue);
    query[name] = name in query ? [query[name], value].flat() : value;
  }
  return query;
}
