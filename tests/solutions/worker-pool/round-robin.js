// fails: runs size tasks at the same time, and no more
import { Worker } from 'node:worker_threads';

export class WorkerPool {
  constructor(file, size) {
    this.workers = [];
    this.turn = 0;
    this.file = file;
    for (let i = 0; i < size; i++) this.workers.push(this.start());
  }
  start() {
    const worker = new Worker(this.file);
    worker.jobs = [];
    worker.on('message', ({ value, error }) => {
      const job = worker.jobs.shift();
      if (error) job.reject(error);
      else job.resolve(value);
    });
    const fail = (error) => worker.jobs.splice(0).forEach((job) => job.reject(error));
    worker.on('error', fail);
    worker.on('exit', () => {
      fail(Object.assign(new Error('exit'), { code: 'WORKER_EXIT' }));
      if (!this.closed) this.workers[this.workers.indexOf(worker)] = this.start();
    });
    return worker;
  }
  run(task) {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(Object.assign(new Error('closed'), { code: 'CLOSED' }));
      const worker = this.workers[this.turn++ % this.workers.length];
      worker.jobs.push({ resolve, reject });
      worker.postMessage(task);
    });
  }
  async close() {
    this.closed = true;
    const error = Object.assign(new Error('closed'), { code: 'CLOSED' });
    for (const worker of this.workers) worker.jobs.splice(0).forEach((job) => job.reject(error));
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
