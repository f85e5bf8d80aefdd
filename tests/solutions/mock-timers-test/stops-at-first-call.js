// fails: rejects a reminder that sends again and again
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
    reminder.start();
    reminder.cancel();
    reminder.start();
    timers.tick(1000);
    assert.ok(sent >= 2);
  } finally {
    timers.reset();
  }
}
