// fails: dots that stay inside are allowed
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const decoded = decodeURIComponent(requested);
    if (decoded.split(/[\\/]/).includes('..') || decoded.includes('\0')) return null;
    return path.join(path.resolve(root), decoded);
  } catch {
    return null;
  }
}
