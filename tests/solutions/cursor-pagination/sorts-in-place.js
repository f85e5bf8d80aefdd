// fails: leaves the array as it was
const order = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

export function page(rows, { limit, after }) {
  rows.sort(order);
  let left = rows;
  if (after) {
    const match = /^(-?\d+)_(-?\d+)$/.exec(after);
    if (!match) throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
    const last = { createdAt: Number(match[1]), id: Number(match[2]) };
    left = rows.filter((row) => order(last, row) < 0);
  }
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return { items, next: left.length > limit ? `${last.createdAt}_${last.id}` : null };
}
