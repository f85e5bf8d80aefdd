// fails: keeps the type of every element
export function flatten(list) {
  return String(list).split(',').map(Number);
}
