// fails: lists the words in sorted order, whatever the order of adding
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
    return found.slice(0, limit);
  }
  delete(word) {
    const had = this.has(word);
    if (had) this.find(word).word = false;
    return had;
  }
}
