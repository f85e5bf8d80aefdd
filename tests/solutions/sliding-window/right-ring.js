// One ring of times per key, and a sweep over all keys at each call.
class Ring {
  constructor(limit) {
    this.times = new Array(limit).fill(-Infinity);
    this.next = 0;
  }

  oldest() {
    return this.times[this.next];
  }

  newest() {
    return this.times[(this.next + this.times.length - 1) % this.times.length];
  }

  add(time) {
    this.times[this.next] = time;
    this.next = (this.next + 1) % this.times.length;
  }
}

export function createLimiter({ limit, windowMs, now = Date.now }) {
  const rings = new Map();
  return {
    allow(key) {
      const time = now();
      for (const [other, ring] of rings) {
        if (time - ring.newest() >= windowMs) rings.delete(other);
      }
      const ring = rings.get(key) ?? new Ring(limit);
      if (time - ring.oldest() < windowMs) return false;
      ring.add(time);
      rings.set(key, ring);
      return true;
    },
    get size() {
      return rings.size;
    },
  };
}
