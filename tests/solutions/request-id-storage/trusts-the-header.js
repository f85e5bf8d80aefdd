// fails: does not take an id with other characters, or one that is empty or too long
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage();

export function withRequestId(handler) {
  return (req, res) => {
    const id = req.headers['x-request-id'] || randomUUID();
    res.setHeader('X-Request-Id', id);
    return storage.run(id, handler, req, res);
  };
}

export const requestId = () => storage.getStore();

export function log(write, message) {
  write(JSON.stringify({ requestId: requestId(), message }));
}
