// fails: wrapErrors wraps an error that is thrown without a promise
export class ServiceError extends Error {
  constructor(message, { code, ...rest }) {
    super(message, rest);
    this.name = 'ServiceError';
    this.code = code;
  }
}

export function wrapErrors(code, message, work) {
  return Promise.resolve(work()).catch((cause) => {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError(message, { code, cause });
  });
}

export function hasCode(error, code, seen = new Set()) {
  if (!error || seen.has(error)) return false;
  return error.code === code || hasCode(error.cause, code, seen.add(error));
}
