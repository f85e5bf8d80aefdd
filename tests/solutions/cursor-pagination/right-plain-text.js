// A cursor in plain text, and one pass that keeps the rows after it.
function comesAfter(row, last) {
  if (row.createdAt !== last.createdAt) return row.createdAt < last.createdAt;
  return row.id < last.id;
}

export function page(rows, { limit, after }) {
  let candidates = rows.slice();
  if (after != null) {
    const match = /^(-?\d+)_(-?\d+)$/.exec(after);
    if (!match) {
      const error = new Error('bad cursor');
      error.code = 'BAD_CURSOR';
      throw error;
    }
    const last = { createdAt: Number(match[1]), id: Number(match[2]) };
    candidates = candidates.filter((row) => comesAfter(row, last));
  }
  candidates.sort((a, b) => (comesAfter(b, a) ? -1 : 1));
  const hasMore = candidates.length > limit;
  candidates.length = Math.min(candidates.length, limit);
  const last = candidates[candidates.length - 1];
  return { items: candidates, next: hasMore ? `${last.createdAt}_${last.id}` : null };
}
