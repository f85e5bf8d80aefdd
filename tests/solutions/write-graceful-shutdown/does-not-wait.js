// fails: waits for requests in progress before it resolves
export function prepareShutdown(server, { graceMs }) {
  let closing = false;
  server.on('request', (req, res) => {
    res.on('close', () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  return async () => {
    closing = true;
    server.close();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
    return true;
  };
}
