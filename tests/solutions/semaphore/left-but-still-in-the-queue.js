// fails: gives no permit to a caller that has left
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
      if (give) give();
      else this.#free += 1;
    };
  }
}
