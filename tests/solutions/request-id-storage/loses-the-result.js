// fails: calls the handler with the request and the response, and returns its result
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage();

export function withRequestId(handler) {
  return (req, res) => {
    const sent = req.headers['x-request-id'] ?? '';
    const id = /^[\w-]{1,64}$/.test(sent) ? sent : randomUUID();
    res.setHeader('X-Request-Id', id);
    storage.run(id, () => {
      handler(req, res);
    });
  };
}

export const requestId = () => storage.getStore();

export function log(write, message) {
  write(JSON.stringify({ requestId: requestId(), message }));
}
