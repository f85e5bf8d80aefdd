// fails: hasCode looks at the error and at all of its causes
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
  return error?.code === code || error?.cause?.code === code;
}
