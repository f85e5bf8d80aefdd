// fails: does not let a new caller pass one that waits
export class Semaphore {
  #free;
  #waiting = [];

  constructor(permits) {
    this.#free = permits;
  }

  acquire(signal) {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve(this.#newRelease());
    }

    return new Promise((resolve, reject) => {
      const give = () => {
        signal?.removeEventListener('abort', leave);
        resolve(this.#newRelease());
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(give), 1);
        reject(signal.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(give);
    });
  }

  async use(fn) {
    const release = await this.acquire();
    try {
      return await fn();
    } finally {
      release();
    }
  }

  #newRelease() {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const give = this.#waiting.shift();
      this.#free += 1;
      if (give) {
        setImmediate(() => {
          this.#free -= 1;
          give();
        });
      }
    };
  }
}
