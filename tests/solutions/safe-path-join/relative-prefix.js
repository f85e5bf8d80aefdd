// fails: names that begin with dots are allowed
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const decoded = decodeURIComponent(requested);
    const file = path.join(path.resolve(root), decoded);
    const relative = path.relative(root, file);
    return relative.startsWith('..') || path.isAbsolute(relative) || file.includes('\0') ? null : file;
  } catch {
    return null;
  }
}
