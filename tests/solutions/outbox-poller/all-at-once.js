// fails: publishes and then marks each message, in order
export async function runOutbox({ store, publish, limit, sleep, signal }) {
  while (!signal.aborted) {
    let messages = [];
    let sent = 0;
    try {
      messages = await store.unsent(limit);
    } catch {}
    await Promise.all(
      messages.map(async (message) => {
        try {
          await publish(message);
          await store.markSent(message.id);
          sent++;
        } catch {}
      }),
    );
    if (signal.aborted) return;
    if (messages.length < limit || sent === 0) await sleep(signal);
  }
}
