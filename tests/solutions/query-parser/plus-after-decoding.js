// fails: an encoded plus stays a plus
const decode = (text) => {
  let result = text;
  try {
    result = decodeURIComponent(text);
  } catch {}
  return result.replaceAll('+', ' ');
};

export function parseQuery(text) {
  const query = Object.create(null);
  for (const pair of text.replace(/^\?/, '').split('&').filter(Boolean)) {
    const [, rawName, rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(pair);
    const name = decode(rawName);
    const value = decode(rawValue);
    query[name] = name in query ? [query[name], value].flat() : value;
  }
  return query;
}
