// fails: wrapErrors wraps other errors that happen to have a code
export class ServiceError extends Error {
  constructor(message, { code, ...rest }) {
    super(message, rest);
    this.name = 'ServiceError';
    this.code = code;
  }
}

export async function wrapErrors(code, message, work) {
  try {
    return await work();
  } catch (cause) {
    if (cause?.code) throw cause;
    throw new ServiceError(message, { code, cause });
  }
}

export function hasCode(error, code, seen = new Set()) {
  if (!error || seen.has(error)) return false;
  return error.code === code || hasCode(error.cause, code, seen.add(error));
}
