// fails: lets each function in between be used several times
export function curry(fn) {
  let all = [];
  return function collect(...args) {
    all.push(...args);
    if (all.length < fn.length) return collect;
    const result = fn(...all);
    all = [];
    return result;
  };
}
