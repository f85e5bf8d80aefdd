// fails: repeats no row when a newer one arrives between two pages
export function page(rows, { limit, after }) {
  let start = 0;
  if (after) {
    const match = /^o(\d+)$/.exec(after);
    if (!match) throw Object.assign(new Error('bad'), { code: 'BAD_CURSOR' });
    start = Number(match[1]);
  }
  const sorted = [...rows].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const end = start + limit;
  return { items: sorted.slice(start, end), next: end < sorted.length ? `o${end}` : null };
}
