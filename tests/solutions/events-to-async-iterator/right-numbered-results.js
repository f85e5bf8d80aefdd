// The n-th outcome settles the n-th call of next, whichever comes first.
export function eventsOf(emitter, name) {
  const calls = [];
  const done = { value: undefined, done: true };
  let produced = 0;
  let asked = 0;
  let open = true;

  const call = (number) => (calls[number] ??= Promise.withResolvers());

  const handlers = {
    [name]: (value) => call(produced++).resolve({ value, done: false }),
    error: (error) => {
      const { promise, reject } = call(produced++);
      promise.catch(() => {});
      reject(error);
      close();
    },
    end: close,
  };

  function close() {
    open = false;
    for (const [event, handler] of Object.entries(handlers)) emitter.removeListener(event, handler);
    for (let number = produced; number < asked; number += 1) call(number).resolve(done);
  }

  for (const [event, handler] of Object.entries(handlers)) emitter.addListener(event, handler);

  return {
    [Symbol.asyncIterator]: function self() {
      return this;
    },
    next() {
      const number = asked;
      asked += 1;
      if (!open && number >= produced) return Promise.resolve(done);
      return call(number).promise;
    },
    return() {
      close();
      produced = Math.min(produced, asked);
      return Promise.resolve(done);
    },
  };
}
