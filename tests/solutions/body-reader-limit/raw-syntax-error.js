// fails: a body that is not valid JSON rejects with 400
const fail = (status) => Object.assign(new Error(`status ${status}`), { status });

export async function readJson(req, { limit }) {
  const type = (req.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw fail(415);
  if (Number(req.headers['content-length']) > limit) throw fail(413);
  const chunks = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw fail(413);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks));
}
