// fails: accepts no new connections
export function prepareShutdown(server, { graceMs }) {
  let result;
  const open = new Set();
  server.on('request', (req, res) => {
    open.add(res);
    res.on('close', () => open.delete(res));
  });
  return () => {
    result ??= new Promise((resolve) => {
      const end = Date.now() + graceMs;
      const check = () => {
        server.closeIdleConnections();
        if (open.size === 0) return resolve(true);
        if (Date.now() < end) return setTimeout(check, 5);
        server.closeAllConnections();
        resolve(false);
      };
      check();
    });
    return result;
  };
}
