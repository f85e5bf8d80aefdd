#!/usr/bin/env node
'use strict';
// Starts the program that the package of this platform holds. CommonJS, because it starts sooner.

const PACKAGES = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
const platform = `${process.platform}-${process.arch}`;

function program() {
  const name = process.platform === 'win32' ? 'nodequiz.exe' : 'nodequiz';
  try {
    return require.resolve(`nodequiz-${platform}/bin/${name}`);
  } catch {
    const why = PACKAGES.includes(platform)
      ? `the package nodequiz-${platform} is not installed; install nodequiz again with optional dependencies (npm install --include=optional)`
      : `there is no package for ${platform}, only for ${PACKAGES.join(', ')}; build it from source: cargo install --locked nodequiz`;
    console.error(`error: ${why}`);
    process.exit(1);
  }
}

function replaceWith(file, args) {
  // It is experimental in Node.js, and its warning would be in the way.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    process.execve(file, ['nodequiz', ...args], process.env);
  } catch {
    process.emitWarning = emitWarning;
  }
}

function startBeside(file, args) {
  const { constants } = require('node:os');
  const child = require('node:child_process').spawn(file, args, { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the program decides what it means. What is sent to this process alone
  // is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`error: ${file} did not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

const file = program();
const args = process.argv.slice(2);
if (process.execve && process.platform !== 'win32' && !process.env.NODEQUIZ_NO_EXECVE) replaceWith(file, args);
// Where Node.js has no execve, or the system refused.
startBeside(file, args);
