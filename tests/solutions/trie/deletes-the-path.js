// fails: deleting a word keeps the shorter ones
export class Trie {
  root = { word: false, next: new Map() };
  add(word) {
    let node = this.root;
    for (const c of word) {
      if (!node.next.has(c)) node.next.set(c, { word: false, next: new Map() });
      node = node.next.get(c);
    }
    node.word = true;
  }
  find(word) {
    let node = this.root;
    for (const c of word) node = node?.next.get(c);
    return node;
  }
  has(word) {
    return Boolean(this.find(word)?.word);
  }
  startingWith(prefix, limit = Infinity) {
    const found = [];
    const visit = (node, text) => {
      if (node.word) found.push(text);
      for (const [c, child] of node.next) visit(child, text + c);
    };
    const node = this.find(prefix);
    if (node) visit(node, prefix);
    return found.sort().slice(0, limit);
  }
  delete(word) {
    if (!this.has(word)) return false;
    this.find(word).word = false;
    for (let i = word.length; i > 0; i--) {
      if (this.find(word.slice(0, i)).next.size > 0) break;
      this.find(word.slice(0, i - 1)).next.delete(word[i - 1]);
    }
    return true;
  }
}
