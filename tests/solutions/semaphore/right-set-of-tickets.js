// Every caller draws a ticket; the oldest tickets hold the permits.
export class Semaphore {
  constructor(permits) {
    this.permits = permits;
    this.tickets = new Set();
  }

  async acquire(signal) {
    signal?.throwIfAborted();
    const ticket = { served: false, ...Promise.withResolvers() };
    const giveUp = () => {
      if (ticket.served) return;
      ticket.reject(signal.reason);
      this.drop(ticket);
    };
    this.tickets.add(ticket);
    signal?.addEventListener('abort', giveUp);
    this.serve();
    try {
      await ticket.promise;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
    return () => this.drop(ticket);
  }

  drop(ticket) {
    this.tickets.delete(ticket);
    this.serve();
  }

  serve() {
    let place = 0;
    for (const ticket of this.tickets) {
      if (place >= this.permits) return;
      place += 1;
      ticket.served = true;
      ticket.resolve();
    }
  }

  async use(fn) {
    const release = await this.acquire();
    return new Promise((resolve) => resolve(fn())).finally(release);
  }
}
