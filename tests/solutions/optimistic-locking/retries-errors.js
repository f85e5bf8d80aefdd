// fails: an error of save rejects at once
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change, { attempts = 3 } = {}) {
  let lastError = fail('CONFLICT');
  for (let i = 0; i < attempts; i++) {
    const record = await store.load(id);
    if (!record) throw fail('NOT_FOUND');
    const value = await change(record.value);
    try {
      if (await store.save(id, value, record.version)) return value;
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}
