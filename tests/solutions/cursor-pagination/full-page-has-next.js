// fails: next is null when the last page is exactly full
const order = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

export function page(rows, { limit, after }) {
  let sorted = [...rows].sort(order);
  if (after) {
    const match = /^(-?\d+)_(-?\d+)$/.exec(after);
    if (!match) throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
    const last = { createdAt: Number(match[1]), id: Number(match[2]) };
    sorted = sorted.filter((row) => order(last, row) < 0);
  }
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return { items, next: items.length === limit ? `${last.createdAt}_${last.id}` : null };
}
