// fails: the real timers are back after a wrong implementation
import assert from 'node:assert/strict';

export function checkReminder(createReminder, timers) {
  let sent = 0;
  timers.enable({ apis: ['setTimeout'] });
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
  reminder.cancel();
  timers.tick(9000);
  assert.equal(sent, 1);
  reminder.start();
  timers.tick(1000);
  assert.equal(sent, 2);
  timers.reset();
}
