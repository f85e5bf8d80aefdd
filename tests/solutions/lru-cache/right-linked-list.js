export class LruCache {
  constructor(max) {
    this.max = max;
    this.nodes = new Map();
    // A ring with one node of its own: after it comes the newest entry, before it the oldest.
    this.ring = {};
    this.ring.next = this.ring;
    this.ring.previous = this.ring;
  }

  get size() {
    return this.nodes.size;
  }

  has(key) {
    return this.nodes.has(key);
  }

  get(key) {
    const node = this.nodes.get(key);
    if (!node) return undefined;
    this.cut(node);
    this.putFirst(node);
    return node.value;
  }

  set(key, value) {
    this.delete(key);
    if (this.nodes.size === this.max) this.delete(this.ring.previous.key);
    const node = { key, value };
    this.nodes.set(key, node);
    this.putFirst(node);
  }

  delete(key) {
    const node = this.nodes.get(key);
    if (!node) return false;
    this.cut(node);
    return this.nodes.delete(key);
  }

  cut(node) {
    node.previous.next = node.next;
    node.next.previous = node.previous;
  }

  putFirst(node) {
    node.previous = this.ring;
    node.next = this.ring.next;
    this.ring.next.previous = node;
    this.ring.next = node;
  }
}
