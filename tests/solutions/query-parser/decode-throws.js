// fails: malformed percent-encoding is not decoded
const decode = (text) => decodeURIComponent(text.replaceAll('+', ' '));

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
