// fails: runs the implementation on mocked timers
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export async function checkReminder(createReminder) {
  let sent = 0;
  const reminder = createReminder(() => sent++, 40);
  reminder.start();
  await sleep(20);
  assert.equal(sent, 0);
  await sleep(60);
  assert.equal(sent, 1);
  reminder.start();
  reminder.cancel();
  await sleep(60);
  assert.equal(sent, 1);
}
