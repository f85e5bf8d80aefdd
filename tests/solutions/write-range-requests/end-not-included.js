// fails: both ends of a range are included
export function planRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const whole = { status: 200, start: 0, end: size - 1, headers: { 'Accept-Ranges': 'bytes', 'Content-Length': `${size}` } };
  if (!match || header === 'bytes=-') return whole;
  const [, a, b] = match;
  if (a && b && +b < +a) return whole;
  const start = a ? +a : Math.max(0, size - b);
  const end = a && b ? Math.min(+b, size) - 1 : size - 1;
  if (start >= size) return { status: 416, headers: { 'Content-Range': `bytes */${size}` } };
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Range': `bytes ${start}-${end}/${size}`,
    'Content-Length': `${end - start + 1}`,
  };
  return { status: 206, start, end, headers };
}
