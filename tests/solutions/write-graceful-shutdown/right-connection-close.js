// Tells the clients by a header, and counts the sockets itself.
export function prepareShutdown(server, { graceMs }) {
  const sockets = new Map(); // socket -> number of responses in work
  const responses = new Set();
  let outcome = null;

  server.on('connection', (socket) => {
    sockets.set(socket, 0);
    socket.on('close', () => sockets.delete(socket));
  });

  server.on('request', (req, res) => {
    const { socket } = req;
    responses.add(res);
    sockets.set(socket, sockets.get(socket) + 1);
    res.once('close', () => {
      responses.delete(res);
      if (!sockets.has(socket)) return;
      sockets.set(socket, sockets.get(socket) - 1);
      if (outcome && sockets.get(socket) === 0) socket.end();
    });
  });

  async function close() {
    const closed = new Promise((resolve) => server.close(() => resolve(true)));
    for (const res of responses) {
      if (!res.headersSent) res.setHeader('Connection', 'close');
    }
    for (const [socket, busy] of sockets) {
      if (busy === 0) socket.destroy();
    }
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMs, false);
    });
    const clean = await Promise.race([closed, late]);
    clearTimeout(timer);
    for (const socket of sockets.keys()) socket.destroy();
    await closed;
    return clean;
  }

  return () => (outcome ??= close());
}
