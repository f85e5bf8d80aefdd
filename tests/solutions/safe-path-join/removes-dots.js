// fails: a path that leads out is refused
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const decoded = decodeURIComponent(requested).replaceAll('../', '');
    return decoded.includes('\0') ? null : path.join(path.resolve(root), decoded);
  } catch {
    return null;
  }
}
