// fails: keeps 1 and "1" apart
export class Loader {
  #loadMany;
  #promises = {};
  #calls = [];

  constructor(loadMany) {
    this.#loadMany = loadMany;
  }

  load(key) {
    this.#promises[key] ??= new Promise((resolve, reject) => {
      if (this.#calls.length === 0) queueMicrotask(() => this.#run());
      this.#calls.push({ key, resolve, reject });
    }).catch((error) => {
      delete this.#promises[key];
      throw error;
    });
    return this.#promises[key];
  }

  clear(key) {
    delete this.#promises[key];
  }

  async #run() {
    const calls = this.#calls.splice(0);
    try {
      const values = await this.#loadMany(calls.map((call) => call.key));
      if (values.length !== calls.length) throw new Error('wrong number of values');
      calls.forEach(({ resolve, reject }, i) => {
        if (values[i] instanceof Error) reject(values[i]);
        else resolve(values[i]);
      });
    } catch (error) {
      calls.forEach(({ reject }) => reject(error));
    }
  }
}
