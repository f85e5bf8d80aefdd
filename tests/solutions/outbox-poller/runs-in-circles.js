// fails: sleeps after a full pass that marked nothing
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    let messages = [];
    try {
      messages = await store.unsent(limit);
    } catch {}
    const blocked = new Set();
    for (const message of messages) {
      if (signal.aborted) return;
      if (blocked.has(message.key)) continue;
      try {
        await publish(message);
        await store.markSent(message.id);
      } catch {
        blocked.add(message.key);
      }
    }
    if (signal.aborted) return;
    if (messages.length < limit) await sleep(signal);
  }
}
