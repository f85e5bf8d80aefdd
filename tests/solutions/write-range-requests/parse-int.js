// fails: a malformed header is ignored
export function planRange(header, size) {
  const whole = { status: 200, start: 0, end: size - 1, headers: { 'Accept-Ranges': 'bytes', 'Content-Length': `${size}` } };
  if (!header?.startsWith('bytes=') || header.includes(',')) return whole;
  const [a, b] = header.slice(6).split('-');
  let start = parseInt(a);
  let end = parseInt(b);
  if (Number.isNaN(start) && Number.isNaN(end)) return whole;
  if (Number.isNaN(start)) {
    start = Math.max(0, size - end);
    end = size - 1;
  } else if (Number.isNaN(end)) {
    end = size - 1;
  }
  if (start >= size) return { status: 416, headers: { 'Content-Range': `bytes */${size}` } };
  if (end < start) return whole;
  end = Math.min(end, size - 1);
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Range': `bytes ${start}-${end}/${size}`,
    'Content-Length': `${end - start + 1}`,
  };
  return { status: 206, start, end, headers };
}
