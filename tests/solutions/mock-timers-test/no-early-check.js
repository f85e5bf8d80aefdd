// fails: rejects a reminder that sends too early
import assert from 'node:assert/strict';

export function checkReminder(createReminder, timers) {
  timers.enable({ apis: ['setTimeout'] });
  try {
    let sent = 0;
    const reminder = createReminder(() => sent++, 1000);
    reminder.start();
    reminder.start();
    assert.equal(sent, 0);
    timers.tick(1000);
    assert.equal(sent, 1);
    timers.tick(9000);
    assert.equal(sent, 1);
    reminder.start();
    timers.tick(300);
    reminder.cancel();
    timers.tick(9000);
    assert.equal(sent, 1);
    reminder.start();
    timers.tick(1000);
    assert.equal(sent, 2);
  } finally {
    timers.reset();
  }
}
