import { run, fault, sound } from '../proof.mjs';

let idle = 2, broken = false;
const log = [];
const pool = {
  async connect() {
    if (idle === 0) throw new Error('no connection left');
    idle -= 1;
    return {
      async query(sql) {
        log.push(sql);
        if (sql === 'STORE' && broken) throw new Error('constraint');
        return { rows: [] };
      },
      release() { idle += 1; },
    };
  },
};
const moveStock = await run({ pool, TAKE: 'TAKE', STORE: 'STORE' }, 'return moveStock;');
await moveStock('a', 'b', 1);
if (idle !== 2 || log.join() !== 'BEGIN,TAKE,STORE,COMMIT') throw new Error('a good move does not work');
broken = true;
const failed = await moveStock('a', 'b', 1).then(() => false, () => true);
if (!failed) throw new Error('the error is lost');
if (idle === 1) fault('the connection of a failed move is not given back');
if (log.at(-1) !== 'ROLLBACK') throw new Error('no rollback');
sound();
