import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const asked = [];
let query = {};
const withQuery = (fn) => (req, res) => { req.query = query; return fn(req, res); };
await run({
  app: { get: (path, fn) => app.get(path, withQuery(fn)) },
  SORTABLE: new Map([['title', 'title']]),
  articles: { list: async (options) => { asked.push(options); return []; } },
});
const limitFor = async (text) => {
  query = text === undefined ? {} : { limit: text };
  await app.request('GET', '/articles');
  return asked.at(-1).limit;
};
if (await limitFor() !== 20 || await limitFor('50') !== 50) throw new Error('ordinary limits do not work');
if (await limitFor('5000000') === 5000000) fault('five million rows are asked of the database');
if (await limitFor('5000000') !== 100 || await limitFor('-3') !== 1 || await limitFor('x') !== 20) throw new Error('unexpected limit');
sound();
