export class Loader {
  constructor(loadMany) {
    this.loadMany = loadMany;
    this.cache = new Map();
    this.next = null;
  }

  load(key) {
    const known = this.cache.get(key);
    if (known) return known;

    this.next ??= this.collect();
    const { keys, result } = this.next;
    const index = keys.push(key) - 1;
    const promise = (async () => {
      try {
        const value = (await result)[index];
        if (value instanceof Error) throw value;
        return value;
      } catch (error) {
        if (this.cache.get(key) === promise) this.cache.delete(key);
        throw error;
      }
    })();
    this.cache.set(key, promise);
    return promise;
  }

  collect() {
    const keys = [];
    const result = new Promise((resolve) => process.nextTick(resolve)).then(async () => {
      this.next = null;
      const values = await this.loadMany(keys);
      if (values.length === keys.length) return values;
      throw new RangeError('loadMany has to return one value for each key');
    });
    return { keys, result };
  }

  clear(key) {
    this.cache.delete(key);
  }
}
