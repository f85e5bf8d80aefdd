import { createRequire } from 'node:module';
import { fault, sound } from '../proof.mjs';

const rect = createRequire(import.meta.url)(process.argv[2]);
if (typeof rect.area !== 'function') fault('area is not a function');
if (rect.area(2, 3) === 6 && rect.perimeter(2, 3) === 10 && rect.describe(2, 3) === '2 by 3') sound();
