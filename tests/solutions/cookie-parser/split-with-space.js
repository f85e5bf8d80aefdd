// fails: works with and without spaces around the separators
const decode = (value) => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

export function parseCookies(header = '') {
  const cookies = Object.create(null);
  for (const pair of header.split('; ')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (at < 0 || !name || name in cookies) continue;
    cookies[name] = decode(pair.slice(at + 1).replace(/^"(.*)"$/, '$1'));
  }
  return cookies;
}
