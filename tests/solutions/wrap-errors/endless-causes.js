// fails: hasCode ends when the causes form a cycle
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
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError(message, { code, cause });
  }
}

export function hasCode(error, code) {
  return Boolean(error) && (error.code === code || hasCode(error.cause, code));
}
