// fails: cuts connections off after graceMs and resolves with false
export function prepareShutdown(server) {
  let result;
  server.on('request', (req, res) => {
    res.on('close', () => result && setImmediate(() => server.closeIdleConnections()));
  });
  return () => {
    result ??= new Promise((resolve) => server.close(() => resolve(true)));
    return result;
  };
}
