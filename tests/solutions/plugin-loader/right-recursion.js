import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

async function setUp(dir, file, app, names) {
  const module = await import(pathToFileURL(join(dir, file)).href);
  const plugin = module.default;
  if (!plugin || typeof plugin !== 'object') throw new Error(`${file}: no default export`);
  if (typeof plugin.name !== 'string' || plugin.name.length === 0) throw new Error('no name');
  if (typeof plugin.setup !== 'function') throw new Error('no setup');
  if (names.has(plugin.name)) throw new Error(`second plugin named ${plugin.name}`);
  await plugin.setup(app);
  names.add(plugin.name);
}

export async function loadPlugins(dir, app) {
  const files = [];
  for await (const entry of await opendir(dir)) {
    if (entry.isFile() && entry.name.endsWith('.mjs')) files.push(entry.name);
  }

  const names = new Set();
  const failed = [];
  await files.sort().reduce(
    (before, file) =>
      before.then(() => setUp(dir, file, app, names)).catch((error) => {
        failed.push({ file, error });
      }),
    Promise.resolve(),
  );
  return { loaded: [...names], failed };
}
