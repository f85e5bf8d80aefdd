// fails: malformed percent-encoding is refused
import path from 'node:path';

export function safeJoin(root, requested) {
  const folder = path.resolve(root);
  const file = path.join(folder, decodeURIComponent(requested));
  const prefix = folder.endsWith(path.sep) ? folder : folder + path.sep;
  if (file.includes('\0')) return null;
  return (file + path.sep).startsWith(prefix) ? file : null;
}
