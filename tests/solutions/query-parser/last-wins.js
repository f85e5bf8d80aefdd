// fails: a name that occurs several times has an array
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
    const [, name, value = ''] = /^([^=]*)=?(.*)$/s.exec(pair);
    query[decode(name)] = decode(value);
  }
  return query;
}
