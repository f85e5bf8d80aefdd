// fails: takes content types with parameters and capital letters
const fail = (status) => Object.assign(new Error(`status ${status}`), { status });

export async function readJson(req, { limit }) {
  if (req.headers['content-type'] !== 'application/json') throw fail(415);
  if (Number(req.headers['content-length']) > limit) throw fail(413);
  const chunks = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw fail(413);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks));
  } catch {
    throw fail(400);
  }
}
