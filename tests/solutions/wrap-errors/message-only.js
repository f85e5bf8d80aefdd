// fails: it has the cause that was given
export class ServiceError extends Error {
  constructor(message, { code, cause }) {
    super(cause ? `${message}: ${cause.message}` : message);
    this.name = 'ServiceError';
    this.code = code;
  }
}

export async function wrapErrors(code, message, work) {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError(message, { code, cause });
  }
}

export function hasCode(error, code, seen = new Set()) {
  if (!error || seen.has(error)) return false;
  return error.code === code || hasCode(error.cause, code, seen.add(error));
}
