// fails: aborted while publishing, finishes this message and stops
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    let messages = [];
    let sent = 0;
    try {
      messages = await store.unsent(limit);
    } catch {}
    const blocked = new Set();
    for (const message of messages) {
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
