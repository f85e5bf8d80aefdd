// fails: the object has no prototype
const decode = (text) => {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

export function parseQuery(text) {
  const query = {};
  for (const pair of text.replace(/^\?/, '').split('&').filter(Boolean)) {
    const [, rawName, rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(pair);
    const name = decode(rawName);
    const value = decode(rawValue);
    query[name] = Object.hasOwn(query, name) ? [query[name], value].flat() : value;
  }
  return query;
}
