// fails: return ends a next that waits
export function eventsOf(emitter, name) {
  const events = [];
  let wake = () => {};
  let ended = false;
  let failure = null;
  const onEvent = (value) => {
    events.push(value);
    wake();
  };
  const onEnd = () => {
    ended = true;
    stop();
    wake();
  };
  const onError = (error) => {
    failure = { error };
    stop();
    wake();
  };
  const stop = () => emitter.off(name, onEvent).off('end', onEnd).off('error', onError);
  emitter.on(name, onEvent).on('end', onEnd).on('error', onError);

  async function* generate() {
    try {
      for (;;) {
        while (events.length > 0) yield events.shift();
        if (failure) throw failure.error;
        if (ended) return;
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      stop();
    }
  }
  return generate();
}
