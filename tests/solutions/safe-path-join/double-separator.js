// fails: the folder may be the root of the file system
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const folder = path.resolve(root);
    const file = path.join(folder, decodeURIComponent(requested));
    return (file + path.sep).startsWith(folder + path.sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}
