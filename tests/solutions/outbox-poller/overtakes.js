// fails: after a failure, leaves out other messages with the same key
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    let messages = [];
    let sent = 0;
    try {
      messages = await store.unsent(limit);
    } catch {}
    for (const message of messages) {
      if (signal.aborted) return;
      try {
        await publish(message);
        await store.markSent(message.id);
        sent++;
      } catch {}
    }
    if (signal.aborted) return;
    if (messages.length < limit || sent === 0) await sleep(signal);
  }
}
