// fails: rejects a reminder that cannot be started again after cancel
import assert from 'node:assert/strict';

export function checkReminder(createReminder, timers) {
  timers.enable({ apis: ['setTimeout'] });
  try {
    let sent = 0;
    const reminder = createReminder(() => sent++, 1000);
    reminder.start();
    timers.tick(999);
    reminder.start();
    timers.tick(999);
    assert.equal(sent, 0);
    timers.tick(1);
    assert.equal(sent, 1);
    timers.tick(9000);
    assert.equal(sent, 1);
    reminder.start();
    timers.tick(1000);
    assert.equal(sent, 2);
    reminder.start();
    reminder.cancel();
    timers.tick(9000);
    assert.equal(sent, 2);
  } finally {
    timers.reset();
  }
}
