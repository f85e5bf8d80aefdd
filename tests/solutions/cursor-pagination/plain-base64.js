// fails: the cursor is safe in a URL
const order = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

function decode(after) {
  try {
    const last = JSON.parse(Buffer.from(after, 'base64').toString());
    if (Number.isFinite(last.createdAt) && Number.isFinite(last.id)) return last;
  } catch {}
  throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
}

export function page(rows, { limit, after }) {
  let sorted = [...rows].sort(order);
  if (after) {
    const last = decode(after);
    sorted = sorted.filter((row) => order(last, row) < 0);
  }
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  const next = sorted.length > limit ? Buffer.from(JSON.stringify(last)).toString('base64') : null;
  return { items, next };
}
