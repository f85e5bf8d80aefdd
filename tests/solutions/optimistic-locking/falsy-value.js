// fails: a value may be 0 or empty
const fail = (code) => Object.assign(new Error(code), { code });

export async function update(store, id, change, { attempts = 3 } = {}) {
  for (let i = 0; i < attempts; i++) {
    const { value, version } = (await store.load(id)) ?? {};
    if (!value) throw fail('NOT_FOUND');
    const changed = await change(value);
    if (await store.save(id, changed, version)) return changed;
  }
  throw fail('CONFLICT');
}
