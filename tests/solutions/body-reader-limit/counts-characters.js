// fails: the limit counts bytes, not characters
const fail = (status) => Object.assign(new Error(`status ${status}`), { status });

export async function readJson(req, { limit }) {
  const type = (req.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw fail(415);
  if (Number(req.headers['content-length']) > limit) throw fail(413);
  req.setEncoding('utf8');
  let text = '';
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.length > limit) throw fail(413);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw fail(400);
  }
}
