// fails: an unknown cursor throws BAD_CURSOR
const order = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

export function page(rows, { limit, after }) {
  let sorted = [...rows].sort(order);
  if (after) {
    const [createdAt, id] = after.split('_').map(Number);
    sorted = sorted.filter((row) => order({ createdAt, id }, row) < 0);
  }
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return { items, next: sorted.length > limit ? `${last.createdAt}_${last.id}` : null };
}
