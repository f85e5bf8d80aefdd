// fails: does not mark a message whose publishing failed
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    let messages = [];
    let sent = 0;
    try {
      messages = await store.unsent(limit);
    } catch {}
    const blocked = new Set();
    for (const message of messages) {
      if (signal.aborted) return;
      if (blocked.has(message.key)) continue;
      try {
        await store.markSent(message.id);
        await publish(message);
        sent++;
      } catch {
        blocked.add(message.key);
      }
    }
    if (messages.length < limit || sent === 0) await sleep(signal);
  }
}
