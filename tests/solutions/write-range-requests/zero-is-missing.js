// fails: a range may hold a single byte
export function planRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const whole = { status: 200, start: 0, end: size - 1, headers: { 'Accept-Ranges': 'bytes', 'Content-Length': `${size}` } };
  if (!match || header === 'bytes=-') return whole;
  const a = match[1] && Number(match[1]);
  const b = match[2] && Number(match[2]);
  if (a && b && b < a) return whole;
  const start = match[1] ? a : Math.max(0, size - b);
  const end = match[1] ? Math.min(b || size - 1, size - 1) : size - 1;
  if (start >= size) return { status: 416, headers: { 'Content-Range': `bytes */${size}` } };
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Range': `bytes ${start}-${end}/${size}`,
    'Content-Length': `${end - start + 1}`,
  };
  return { status: 206, start, end, headers };
}
