// fails: joins the folder and the path
import path from 'node:path';

export function safeJoin(root, requested) {
  try {
    const folder = path.resolve(root);
    const file = path.resolve(folder, decodeURIComponent(requested));
    const prefix = folder.endsWith(path.sep) ? folder : folder + path.sep;
    return (file + path.sep).startsWith(prefix) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}
