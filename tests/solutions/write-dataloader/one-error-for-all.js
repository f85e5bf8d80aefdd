// fails: rejects only the key whose value is an error
export class Loader {
  #loadMany;
  #promises = new Map();
  #batch = null;

  constructor(loadMany) {
    this.#loadMany = loadMany;
  }

  load(key) {
    if (this.#promises.has(key)) return this.#promises.get(key);

    if (this.#batch === null) {
      this.#batch = [];
      setImmediate(() => this.#run());
    }
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#batch.push({ key, resolve, reject });
    this.#promises.set(key, promise);
    promise.catch(() => {
      if (this.#promises.get(key) === promise) this.#promises.delete(key);
    });
    return promise;
  }

  clear(key) {
    this.#promises.delete(key);
  }

  async #run() {
    const batch = this.#batch;
    this.#batch = null;
    try {
      const values = await this.#loadMany(batch.map((call) => call.key));
      if (values.length !== batch.length) {
        throw new Error(`${values.length} values for ${batch.length} keys`);
      }
      for (const [i, { resolve, reject }] of batch.entries()) {
        if (values[i] instanceof Error) throw values[i];
        resolve(values[i]);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
