// fails: reports a setup that fails and goes on
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export async function loadPlugins(dir, app) {
  const entries = await readdir(dir, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && path.extname(entry.name) === '.mjs')
    .map((entry) => entry.name)
    .sort();

  const loaded = [];
  const failed = [];
  for (const file of files) {
    try {
      const { default: plugin } = await import(pathToFileURL(path.join(dir, file)));
      check(plugin, loaded);
      plugin.setup(app);
      loaded.push(plugin.name);
    } catch (error) {
      failed.push({ file, error });
    }
  }
  return { loaded, failed };
}

function check(plugin, loaded) {
  const named = typeof plugin?.name === 'string' && plugin.name !== '';
  if (!named || typeof plugin.setup !== 'function') {
    throw new TypeError('the default export is not a plugin');
  }
  if (loaded.includes(plugin.name)) throw new Error(`${plugin.name} is set up already`);
}
