// fails: adds no listeners from chunk to chunk
export async function writeAll(stream, chunks) {
  stream.setMaxListeners(0);
  const result = new Promise((resolve, reject) => {
    stream.on('finish', resolve);
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('closed')));
  });
  result.catch(() => {});
  try {
    for await (const chunk of chunks) {
      if (!stream.write(chunk)) {
        await new Promise((resolve, reject) => {
          stream.on('drain', resolve);
          stream.on('error', reject);
          stream.on('close', () => reject(new Error('closed')));
        });
      }
    }
    stream.end();
  } catch (error) {
    stream.destroy();
    throw error;
  }
  await result;
}
