// fails: a task whose worker exits rejects with WORKER_EXIT
import { Worker } from 'node:worker_threads';

export class WorkerPool {
  constructor(file, size) {
    this.waiting = [];
    this.workers = new Set();
    this.idle = [];
    for (let i = 0; i < size; i++) {
      const worker = new Worker(file);
      this.workers.add(worker);
      this.idle.push(worker);
      worker.on('error', (error) => worker.job?.reject(error));
      worker.on('message', ({ value, error }) => {
        if (error) worker.job.reject(error);
        else worker.job.resolve(value);
        worker.job = null;
        this.idle.push(worker);
        this.next();
      });
    }
  }
  next() {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop();
      worker.job = this.waiting.shift();
      worker.postMessage(worker.job.task);
    }
  }
  run(task) {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(Object.assign(new Error('closed'), { code: 'CLOSED' }));
      this.waiting.push({ task, resolve, reject });
      this.next();
    });
  }
  async close() {
    this.closed = true;
    const error = Object.assign(new Error('closed'), { code: 'CLOSED' });
    for (const job of this.waiting.splice(0)) job.reject(error);
    for (const worker of this.workers) worker.job?.reject(error);
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }
}
