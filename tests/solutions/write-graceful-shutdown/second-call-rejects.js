// fails: a second call gives the same result
export function prepareShutdown(server, { graceMs }) {
  let closing = false;
  server.on('request', (req, res) => {
    res.on('close', () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  return () => {
    closing = true;
    return new Promise((resolve, reject) => {
      let clean = true;
      const timer = setTimeout(() => {
        clean = false;
        server.closeAllConnections();
      }, graceMs);
      server.close((error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(clean);
      });
    });
  };
}
