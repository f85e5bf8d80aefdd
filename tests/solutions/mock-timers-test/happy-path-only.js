// fails: rejects a reminder that ignores cancel
import assert from 'node:assert/strict';

export function checkReminder(createReminder, timers) {
  timers.enable({ apis: ['setTimeout'] });
  try {
    let sent = 0;
    createReminder(() => sent++, 1000).start();
    timers.tick(999);
    assert.equal(sent, 0);
    timers.tick(1);
    assert.equal(sent, 1);
  } finally {
    timers.reset();
  }
}
