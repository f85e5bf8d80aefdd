// fails: wrapErrors does not wrap a ServiceError again
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
    throw new ServiceError(message, { code, cause });
  }
}

export function hasCode(error, code, seen = new Set()) {
  if (!error || seen.has(error)) return false;
  return error.code === code || hasCode(error.cause, code, seen.add(error));
}
