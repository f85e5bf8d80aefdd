// fails: waits for a change that is async
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change, { attempts = 3 } = {}) {
  for (let i = 0; i < attempts; i++) {
    const record = await store.load(id);
    if (!record) throw fail('NOT_FOUND');
    const value = change(record.value);
    if (await store.save(id, value, record.version)) return value;
  }
  throw fail('CONFLICT');
}
