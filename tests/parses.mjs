// Says which pieces of JavaScript do not parse. The file named on the command line holds them, as
// JSON: [{ "place": "decks/04-async.md:12", "module": false, "text": "…" }]. Needs the flag
// --experimental-vm-modules. Nothing is run.
import { readFileSync } from 'node:fs';
import { SourceTextModule, compileFunction } from 'node:vm';

// What Node passes to a CommonJS module: its text is the body of a function of these.
const GIVEN = ['exports', 'require', 'module', '__filename', '__dirname'];

const pieces = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let parsed = 0;
for (const { place, module, text } of pieces) {
  try {
    if (module) new SourceTextModule(text);
    else compileFunction(text, GIVEN);
    parsed += 1;
  } catch (error) {
    console.log(`${place}: ${error}`);
  }
}
console.log(`${parsed} parse`);
