// fails: after a conflict, applies the change to the new value
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change, { attempts = 3 } = {}) {
  let record = await store.load(id);
  if (!record) throw fail('NOT_FOUND');
  const value = await change(record.value);
  for (let i = 0; i < attempts; i++) {
    if (await store.save(id, value, record.version)) return value;
    record = await store.load(id);
  }
  throw fail('CONFLICT');
}
