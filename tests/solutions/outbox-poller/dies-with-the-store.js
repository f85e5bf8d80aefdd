// fails: a failing store does not end the poller
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    const messages = await store.unsent(limit);
    let sent = 0;
    const blocked = new Set();
    for (const message of messages) {
      if (signal.aborted) return;
      if (blocked.has(message.key)) continue;
      try {
        await publish(message);
        await store.markSent(message.id);
        sent++;
      } catch {
        blocked.add(message.key);
      }
    }
    if (signal.aborted) return;
    if (messages.length < limit || sent === 0) await sleep(signal);
  }
}
