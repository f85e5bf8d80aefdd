// fails: keeps all events since eventsOf was called
export async function* eventsOf(emitter, name) {
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
    wake();
  };
  const onError = (error) => {
    failure = { error };
    wake();
  };
  emitter.on(name, onEvent).on('end', onEnd).on('error', onError);
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
    emitter.off(name, onEvent).off('end', onEnd).off('error', onError);
  }
}
