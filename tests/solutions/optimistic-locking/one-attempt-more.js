// fails: gives up with CONFLICT after the given number of attempts
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change, { attempts = 3 } = {}) {
  const record = await store.load(id);
  if (!record) throw fail('NOT_FOUND');
  const value = await change(record.value);
  if (await store.save(id, value, record.version)) return value;
  if (attempts === 0) throw fail('CONFLICT');
  return update(store, id, change, { attempts: attempts - 1 });
}
