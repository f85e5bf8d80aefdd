// fails: continues at the right place when the row of the cursor was deleted
export function page(rows, { limit, after }) {
  const sorted = [...rows].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  let start = 0;
  if (after) {
    const match = /^id(-?\d+)$/.exec(after);
    if (!match) throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
    start = sorted.findIndex((row) => row.id === Number(match[1])) + 1;
  }
  const items = sorted.slice(start, start + limit);
  return { items, next: start + limit < sorted.length ? `id${items.at(-1).id}` : null };
}
