// fails: a failed key is free again in the next pass
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  const blocked = new Set();
  while (!signal.aborted) {
    let messages = [];
    let sent = 0;
    try {
      messages = await store.unsent(limit);
    } catch {}
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
