// fails: any character may occur in a word
export class Trie {
  root = {};
  add(word) {
    let node = this.root;
    for (const c of word) node = node[c] ??= {};
    node.$ = true;
  }
  find(word) {
    let node = this.root;
    for (const c of word) node = node?.[c];
    return node;
  }
  has(word) {
    return this.find(word)?.$ === true;
  }
  startingWith(prefix, limit = Infinity) {
    const found = [];
    const visit = (node, text) => {
      if (node.$) found.push(text);
      for (const c of Object.keys(node)) if (c !== '$') visit(node[c], text + c);
    };
    const node = this.find(prefix);
    if (node) visit(node, prefix);
    return found.sort().slice(0, limit);
  }
  delete(word) {
    if (!this.has(word)) return false;
    delete this.find(word).$;
    return true;
  }
}
