// One object per state; a call reports back to the state in which it began, and only the current one listens.
export function createBreaker(fn, { threshold, resetMs, now = Date.now }) {
  let current;

  function enter(state) {
    current = state;
  }

  function refuse() {
    throw Object.assign(new Error('not now'), { code: 'OPEN' });
  }

  class Closed {
    failures = 0;
    admit() {}
    success() {
      this.failures = 0;
    }
    failure() {
      this.failures += 1;
      if (this.failures >= threshold) enter(new Open());
    }
  }

  class Open {
    until = now() + resetMs;
    admit() {
      if (now() < this.until) refuse();
      enter(new Trial());
    }
  }

  class Trial {
    admit() {
      refuse();
    }
    success() {
      enter(new Closed());
    }
    failure() {
      enter(new Open());
    }
  }

  enter(new Closed());
  return function call(...args) {
    return new Promise((resolve) => {
      current.admit();
      const mine = current;
      const report = (what) => {
        if (mine === current) mine[what]();
      };
      const result = new Promise((settle) => settle(fn(...args)));
      resolve(
        result.then(
          (value) => {
            report('success');
            return value;
          },
          (error) => {
            report('failure');
            throw error;
          },
        ),
      );
    });
  };
}
