export class TtlCache {
  constructor(ms, now) {
    this.isValid = (entry) => entry !== undefined && now() - entry.since < ms;
    this.now = now;
    this.entries = new Map();
  }

  get size() {
    for (const [key, entry] of this.entries) if (!this.isValid(entry)) this.entries.delete(key);
    return this.entries.size;
  }

  has(key) {
    return this.isValid(this.entries.get(key));
  }

  get(key) {
    return this.has(key) ? this.entries.get(key).value : undefined;
  }

  set(key, value) {
    this.entries.set(key, { since: this.now(), value });
  }

  delete(key) {
    const valid = this.has(key);
    this.entries.delete(key);
    return valid;
  }
}
