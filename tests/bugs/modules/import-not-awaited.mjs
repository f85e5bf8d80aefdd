import { pathToFileURL } from 'node:url';
import { fault, sound } from '../proof.mjs';

const { shrink } = await import(pathToFileURL(process.argv[2]));
const length = await shrink('a'.repeat(1000)).catch((err) => fault(err.message));
if (length > 0 && length < 100) sound();
