/** What is said of an alert that stands for others. */
import { expect, it } from 'vitest';
import { aboutOf } from '../../server/src/detect/sentences.js';
import { rule, runRule } from './kit.js';

const byHost = '[rule.alert_suppression]\ngroup_by = ["host.id"]\n';
const twice = ['00:00 n=1 host.id=a user.name=ada', '00:01 n=2 host.id=a', '00:02 n=1 host.id=a user.name=bob', '00:03 n=2 host.id=a'];

it.each([
  ['events', rule.query('n: 1', byHost), 'Test · 1 event suppressed by host.id a'],
  [
    'sequences',
    rule.eql('sequence by host.id [any where n == 1] [any where n == 2]', byHost),
    'sequence of 2 events · 1 sequence suppressed by host.id a',
  ],
  ['new values', rule.newTerms('["user.name"]', byHost), 'new user.name ada · 1 new value suppressed by host.id a'],
  [
    'groups',
    rule.threshold('field = ["host.id"]\nvalue = 2', '[rule.alert_suppression.duration]\nvalue = 1\nunit = "h"'),
    '4 events with host.id a · 0 groups suppressed by host.id a',
  ],
])('counts %s', async (_, text, expected) => {
  const { alerts } = await runRule(text, twice);
  expect(alerts.map((alert) => aboutOf(alert))).toEqual([expected]);
});
