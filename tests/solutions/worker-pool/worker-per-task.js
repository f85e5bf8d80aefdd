// fails: rejects with the error that the worker sends, and uses the worker again
import { Worker } from 'node:worker_threads';

export class WorkerPool {
  waiting = [];
  running = new Map();
  constructor(file, size) {
    Object.assign(this, { file, size });
  }
  next() {
    if (this.waiting.length === 0 || this.running.size >= this.size) return;
    const job = this.waiting.shift();
    const worker = new Worker(this.file);
    this.running.set(worker, job);
    worker.on('message', ({ value, error }) => {
      if (error) job.reject(error);
      else job.resolve(value);
      worker.terminate();
    });
    worker.on('error', job.reject);
    worker.on('exit', () => {
      job.reject(Object.assign(new Error('exit'), { code: 'WORKER_EXIT' }));
      this.running.delete(worker);
      this.next();
    });
    worker.postMessage(job.task);
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
    for (const job of [...this.waiting.splice(0), ...this.running.values()]) job.reject(error);
    await Promise.all([...this.running.keys()].map((worker) => worker.terminate()));
  }
}
