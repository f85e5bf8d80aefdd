// fails: requests at the same time keep their own ids
import { randomUUID } from 'node:crypto';

let current;

export function withRequestId(handler) {
  return (req, res) => {
    const sent = req.headers['x-request-id'] ?? '';
    current = /^[\w-]{1,64}$/.test(sent) ? sent : randomUUID();
    res.setHeader('X-Request-Id', current);
    try {
      return handler(req, res);
    } finally {
      setTimeout(() => (current = undefined), 0);
    }
  };
}

export function requestId() {
  return current;
}

export function log(write, message) {
  write(JSON.stringify({ requestId: requestId(), message }));
}
