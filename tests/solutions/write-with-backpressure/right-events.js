// Events only, without an async loop: pull while there is room, go on at 'drain'.
export function writeAll(stream, chunks) {
  return new Promise((resolve, reject) => {
    const iterator = chunks[Symbol.asyncIterator]?.() ?? chunks[Symbol.iterator]();
    let settled = false;

    function settle(error) {
      if (settled) return;
      settled = true;
      stream.off('drain', pull);
      if (!error) return resolve();
      stream.destroy();
      iterator.return?.();
      reject(error);
    }

    async function pull() {
      try {
        while (!settled) {
          const { value, done } = await iterator.next();
          if (settled) return;
          if (done) return void stream.end();
          if (!stream.write(value)) return;
        }
      } catch (error) {
        settle(error);
      }
    }

    stream.on('drain', pull);
    stream.once('error', settle);
    stream.once('finish', () => settle());
    stream.once('close', () => settle(new Error('closed too early')));
    pull();
  });
}
