// fails: stops reading when the limit is exceeded
const fail = (status) => Object.assign(new Error(`status ${status}`), { status });

export async function readJson(req, { limit }) {
  const type = (req.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw fail(415);
  if (Number(req.headers['content-length']) > limit) throw fail(413);
  const chunks = [];
  for await (const chunk of req.iterator({ destroyOnReturn: false })) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length > limit) throw fail(413);
  try {
    return JSON.parse(bytes);
  } catch {
    throw fail(400);
  }
}
