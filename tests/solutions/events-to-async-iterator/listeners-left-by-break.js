// fails: removes its listeners when the loop is left
export function eventsOf(emitter, name) {
  const events = [];
  const waiting = [];
  let ended = false;
  let failure = null;

  function onEvent(value) {
    if (waiting.length > 0) waiting.shift().resolve({ value, done: false });
    else events.push(value);
  }

  function onError(error) {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = { error };
    finish();
  }

  function finish() {
    ended = true;
    emitter.off(name, onEvent);
    emitter.off('error', onError);
    emitter.off('end', finish);
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
  }

  emitter.on(name, onEvent);
  emitter.on('error', onError);
  emitter.on('end', finish);

  return {
    async next() {
      if (events.length > 0) return { value: events.shift(), done: false };
      if (failure !== null) {
        const { error } = failure;
        failure = null;
        throw error;
      }
      if (ended) return { value: undefined, done: true };
      const call = Promise.withResolvers();
      waiting.push(call);
      return call.promise;
    },

    async return(value) {
      ended = true;
      events.length = 0;
      failure = null;
      return { value, done: true };
    },

    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
