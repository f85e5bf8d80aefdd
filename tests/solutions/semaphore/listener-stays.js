// fails: lets a signal change nothing once the permit was given
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
      const release = this.#newRelease();
      signal?.addEventListener('abort', release);
      return Promise.resolve(release);
    }

    return new Promise((resolve, reject) => {
      const give = () => {
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
      if (give) give();
      else this.#free += 1;
    };
  }
}
