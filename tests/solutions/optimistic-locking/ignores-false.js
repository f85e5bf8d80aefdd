// fails: five updates at the same time all count
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change) {
  const record = await store.load(id);
  if (!record) throw fail('NOT_FOUND');
  const value = await change(record.value);
  await store.save(id, value, record.version);
  return value;
}
