// fails: lists at most limit words
export class Trie {
  words = new Set();
  add(word) {
    this.words.add(word);
  }
  has(word) {
    return this.words.has(word);
  }
  startingWith(prefix) {
    return [...this.words].filter((word) => word.startsWith(prefix)).sort();
  }
  delete(word) {
    return this.words.delete(word);
  }
}
