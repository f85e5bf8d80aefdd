// fails: another content type rejects with 415
const fail = (status) => Object.assign(new Error(`status ${status}`), { status });

export async function readJson(req, { limit }) {
  const type = req.headers['content-type']?.toLowerCase();
  if (!type?.startsWith('application/json')) throw fail(415);
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
