// The two best of 9, 100 and 20 are 100 and 20, and the caller's array stays as it was.
import { run, fault, sound } from '../proof.mjs';

const topScores = await run({}, 'return topScores;');
const scores = [9, 100, 20];
const best = topScores(scores, 2).join();
if (best !== '100,20') fault(`the two best are ${best}`);
if (scores.join() !== '9,100,20') fault('the array of the caller was changed');
sound();
