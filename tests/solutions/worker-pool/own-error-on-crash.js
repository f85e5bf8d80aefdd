// fails: a task whose worker throws rejects with that error
import { Worker } from 'node:worker_threads';

export class WorkerPool {
  waiting = [];
  jobs = new Map();
  constructor(file, size) {
    Object.assign(this, { file, size });
  }
  add() {
    const worker = new Worker(this.file);
    this.jobs.set(worker, null);
    worker.on('message', ({ value, error }) => {
      const job = this.jobs.get(worker);
      this.jobs.set(worker, null);
      if (error) job.reject(error);
      else job.resolve(value);
      this.next();
    });
    worker.on('error', () => {});
    worker.on('exit', () => {
      const job = this.jobs.get(worker);
      this.jobs.delete(worker);
      job?.reject(Object.assign(new Error('exit'), { code: 'WORKER_EXIT' }));
      this.next();
    });
    return worker;
  }
  next() {
    if (this.closed || this.waiting.length === 0) return;
    let worker = [...this.jobs.keys()].find((one) => this.jobs.get(one) === null);
    if (!worker && this.jobs.size < this.size) worker = this.add();
    if (!worker) return;
    const job = this.waiting.shift();
    this.jobs.set(worker, job);
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
    for (const job of [...this.waiting.splice(0), ...this.jobs.values()]) job?.reject(error);
    await Promise.all([...this.jobs.keys()].map((worker) => worker.terminate()));
  }
}
