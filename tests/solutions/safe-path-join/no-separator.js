// fails: a folder beside it whose name begins alike is refused
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const decoded = decodeURIComponent(requested);
    const folder = path.resolve(root);
    const file = path.join(folder, decoded);
    return file.startsWith(folder) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}
