// fails: rejects a push after close
export class AsyncQueue {
  #capacity;
  #items = [];
  #taken = 0;
  #consumers = [];
  #closed = false;

  constructor(capacity) {
    this.#capacity = capacity;
  }

  push(item) {
    if (this.#consumers.length > 0) {
      this.#consumers.shift()({ value: item, done: false });
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#items.push({ item, resolve });
      this.#takeMore();
    });
  }

  next() {
    if (this.#items.length > 0) {
      const { item } = this.#items.shift();
      this.#taken -= 1;
      this.#takeMore();
      return Promise.resolve({ value: item, done: false });
    }
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => {
      this.#consumers.push(resolve);
    });
  }

  close() {
    this.#closed = true;
    for (const resolve of this.#consumers.splice(0)) resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  #takeMore() {
    while (this.#taken < this.#capacity && this.#taken < this.#items.length) {
      this.#items[this.#taken].resolve();
      this.#taken += 1;
    }
  }
}
