// The n-th item meets the n-th call of next in a slot of its own.
export class AsyncQueue {
  #capacity;
  #slots = new Map();
  #room = new Map();
  #pushed = 0;
  #asked = 0;
  #closed = false;

  constructor(capacity) {
    this.#capacity = capacity;
  }

  async push(item) {
    if (this.#closed) throw new Error('closed');
    const number = this.#pushed;
    this.#pushed += 1;
    this.#slot(number).resolve({ value: item, done: false });
    if (number < this.#asked + this.#capacity) return;
    const room = Promise.withResolvers();
    this.#room.set(number - this.#capacity, room);
    await room.promise;
  }

  async next() {
    const number = this.#asked;
    this.#asked += 1;
    this.#room.get(number)?.resolve();
    this.#room.delete(number);
    if (this.#closed && number >= this.#pushed) return { value: undefined, done: true };
    const result = await this.#slot(number).promise;
    this.#slots.delete(number);
    return result;
  }

  close() {
    this.#closed = true;
    for (let number = this.#pushed; number < this.#asked; number += 1) {
      this.#slot(number).resolve({ value: undefined, done: true });
    }
  }

  async *[Symbol.asyncIterator]() {
    for (let result = await this.next(); !result.done; result = await this.next()) {
      yield result.value;
    }
  }

  #slot(number) {
    if (!this.#slots.has(number)) this.#slots.set(number, Promise.withResolvers());
    return this.#slots.get(number);
  }
}
