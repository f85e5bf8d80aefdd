// Makes the packages for npm: the launcher, and one package for each platform whose binary is there.
//
//   node npm/build.mjs BINARIES PACKAGES
//
// BINARIES holds a folder for each target of Rust with the binary in it; PACKAGES is made and gets a folder for
// each package, ready for `npm publish`. The version is that of Cargo.toml.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORMS = {
  'x86_64-unknown-linux-musl': ['linux', 'x64'],
  'aarch64-unknown-linux-musl': ['linux', 'arm64'],
  'x86_64-apple-darwin': ['darwin', 'x64'],
  'aarch64-apple-darwin': ['darwin', 'arm64'],
  'x86_64-pc-windows-gnu': ['win32', 'x64'],
  'x86_64-pc-windows-msvc': ['win32', 'x64'],
};

const [binaries, packages] = process.argv.slice(2);
if (!packages) {
  console.error('usage: node npm/build.mjs BINARIES PACKAGES');
  process.exit(2);
}
const npm = dirname(fileURLToPath(import.meta.url));
const root = dirname(npm);
const field = (name) => readFileSync(join(root, 'Cargo.toml'), 'utf8').match(new RegExp(`^${name} = "(.*)"`, 'm'))?.[1];
const version = field('version');
// What Cargo.toml does not name is left out.
const common = { version, description: field('description'), license: field('license'), repository: field('repository') };
const names = [...new Set(Object.values(PLATFORMS).map((platform) => `nodequiz-${platform.join('-')}`))];

function write(name, manifest, files) {
  const folder = join(packages, name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, ...common, ...manifest }, null, 2)}\n`);
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, licence), join(folder, licence));
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    if (to.startsWith('bin/')) chmodSync(join(folder, to), 0o755);
  }
  console.log(folder);
}

for (const [target, [os, cpu]] of Object.entries(PLATFORMS)) {
  const file = os === 'win32' ? 'nodequiz.exe' : 'nodequiz';
  const binary = join(binaries, target, file);
  if (!existsSync(binary)) continue;
  // `preferUnplugged`: Yarn keeps it as a file, which can be started.
  write(`nodequiz-${os}-${cpu}`, { os: [os], cpu: [cpu], preferUnplugged: true }, [[binary, `bin/${file}`]]);
}

const launcher = join(npm, 'nodequiz/bin/nodequiz.js');
write(
  'nodequiz',
  {
    keywords: ['nodejs', 'interview', 'quiz', 'flashcards', 'spaced-repetition'],
    bin: { nodequiz: 'bin/nodequiz.js' },
    engines: { node: '>=20' },
    optionalDependencies: Object.fromEntries(names.map((name) => [name, version])),
  },
  [[launcher, 'bin/nodequiz.js'], [join(npm, 'nodequiz/README.md'), 'README.md']],
);
