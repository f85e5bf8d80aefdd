// fails: closes a kept connection after its last response
export function prepareShutdown(server, { graceMs }) {
  let result;
  return () => {
    result ??= new Promise((resolve) => {
      let clean = true;
      const timer = setTimeout(() => {
        clean = false;
        server.closeAllConnections();
      }, graceMs);
      server.close(() => {
        clearTimeout(timer);
        resolve(clean);
      });
      server.closeIdleConnections();
    });
    return result;
  };
}
