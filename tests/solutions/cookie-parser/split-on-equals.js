// fails: later equals signs belong to the value
const decode = (value) => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

export function parseCookies(header = '') {
  const cookies = Object.create(null);
  for (const pair of header.split(';')) {
    const [name, value] = pair.split('=').map((part) => part.trim());
    if (!name || value === undefined || name in cookies) continue;
    cookies[name] = decode(value.replace(/^"(.*)"$/, '$1'));
  }
  return cookies;
}
