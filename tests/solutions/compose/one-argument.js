// fails: passes all arguments to the last function
export function compose(...fns) {
  if (fns.some((fn) => typeof fn !== 'function')) throw new TypeError('not a function');
  return (value) => fns.reduceRight((result, fn) => fn(result), value);
}
