// fails: makes a new UUID for each request without a header
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage();

export function withRequestId(handler) {
  const fallback = randomUUID();
  return (req, res) => {
    const sent = req.headers['x-request-id'] ?? '';
    const id = /^[\w-]{1,64}$/.test(sent) ? sent : fallback;
    res.setHeader('X-Request-Id', id);
    return storage.run(id, handler, req, res);
  };
}

export const requestId = () => storage.getStore();

export function log(write, message) {
  write(JSON.stringify({ requestId: requestId(), message }));
}
