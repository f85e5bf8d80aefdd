// fails: a range without a start asks for the last bytes
export function planRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const whole = { status: 200, start: 0, end: size - 1, headers: { 'Accept-Ranges': 'bytes', 'Content-Length': `${size}` } };
  if (!match || header === 'bytes=-') return whole;
  const start = Number(match[1] || 0);
  const end = Math.min(Number(match[2] || size), size - 1);
  if (end < start && start < size) return whole;
  if (start >= size) return { status: 416, headers: { 'Content-Range': `bytes */${size}` } };
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Range': `bytes ${start}-${end}/${size}`,
    'Content-Length': `${end - start + 1}`,
  };
  return { status: 206, start, end, headers };
}
