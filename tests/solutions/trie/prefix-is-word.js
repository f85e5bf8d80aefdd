// fails: does not have a prefix that was not added
export class Trie {
  words = new Set();
  add(word) {
    this.words.add(word);
  }
  has(word) {
    return [...this.words].some((known) => known.startsWith(word));
  }
  startingWith(prefix, limit = Infinity) {
    return [...this.words].filter((word) => word.startsWith(prefix)).sort().slice(0, limit);
  }
  delete(word) {
    return this.words.delete(word);
  }
}
