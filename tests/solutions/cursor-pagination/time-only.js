// fails: skips no row when several have the same createdAt
export function page(rows, { limit, after }) {
  let sorted = [...rows].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  if (after) {
    const match = /^t(-?\d+)$/.exec(after);
    if (!match) throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
    sorted = sorted.filter((row) => row.createdAt < Number(match[1]));
  }
  const items = sorted.slice(0, limit);
  return { items, next: sorted.length > limit ? `t${items.at(-1).createdAt}` : null };
}
