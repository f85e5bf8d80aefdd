// fails: an encoded path that leads out is refused
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const folder = path.resolve(root);
    const checked = path.join(folder, requested);
    if (checked !== folder && !(checked + path.sep).startsWith(folder.replace(/[\\/]$/, '') + path.sep)) return null;
    const file = path.join(folder, decodeURIComponent(requested));
    return file.includes('\0') ? null : file;
  } catch {
    return null;
  }
}
