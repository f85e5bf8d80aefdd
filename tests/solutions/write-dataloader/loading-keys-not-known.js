// fails: does not load a key again that is loading
export class Loader {
  #loadMany;
  #values = new Map();
  #batch = null;

  constructor(loadMany) {
    this.#loadMany = loadMany;
  }

  async load(key) {
    if (this.#values.has(key)) return this.#values.get(key);
    this.#batch ??= this.#newBatch();
    const batch = this.#batch;
    batch.keys.add(key);
    const values = await batch.result;
    const value = values[[...batch.keys].indexOf(key)];
    if (value instanceof Error) throw value;
    this.#values.set(key, value);
    return value;
  }

  clear(key) {
    this.#values.delete(key);
  }

  #newBatch() {
    const keys = new Set();
    const result = (async () => {
      await null;
      this.#batch = null;
      const values = await this.#loadMany([...keys]);
      if (values.length !== keys.size) throw new Error('wrong number of values');
      return values;
    })();
    return { keys, result };
  }
}
