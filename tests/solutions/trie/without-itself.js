// fails: finds all words with the prefix, the prefix itself too
export class Trie {
  words = new Set();
  add(word) {
    this.words.add(word);
  }
  has(word) {
    return this.words.has(word);
  }
  startingWith(prefix, limit = Infinity) {
    return [...this.words]
      .filter((word) => word.startsWith(prefix) && word.length > prefix.length)
      .sort()
      .slice(0, limit);
  }
  delete(word) {
    return this.words.delete(word);
  }
}
