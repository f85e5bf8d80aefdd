// fails: finishes a request that is in progress
export function prepareShutdown(server) {
  let result;
  return () => {
    result ??= new Promise((resolve) => {
      server.close(() => resolve(true));
      server.closeAllConnections();
    });
    return result;
  };
}
