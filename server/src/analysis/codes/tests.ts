/** Diagnostics of test files: what stands in them, not what the rules do. Found by the reader of test files, so there are no examples in rules. */
import type { CodeRow } from './row.js';

export const testsCodes: readonly CodeRow[] = [
  {
    code: 'TST001',
    severity: 'error',
    needsRun: true,
    title: 'Unknown key in a test file',
    about:
      'A test file, a test or its `expect` table has a key that does not exist. What is misspelt there is not looked at, so a test could pass ' +
      'that asks less than it was meant to.',
  },
  {
    code: 'TST002',
    severity: 'error',
    needsRun: true,
    title: 'Value of the wrong type in a test file',
    about: 'The value is not what its key takes, such as text where a number of matches is expected. The message says what would be right.',
  },
  {
    code: 'TST003',
    severity: 'error',
    needsRun: true,
    title: 'Test that expects nothing',
    about:
      'A test says how many events match, which ones, their fields or the number of alerts. One that says none of it would pass whatever the rule does.',
  },
  {
    code: 'TST004',
    severity: 'error',
    needsRun: true,
    title: 'Two tests of one name',
    about: 'The names of the tests of a file differ, so that reports and `--filter` mean one test. The second one is not run.',
  },
  {
    code: 'TST005',
    severity: 'error',
    needsRun: true,
    title: 'Test without a name or without events',
    about: 'A test needs a name and events: its own, or those that the file has for tests without.',
  },
  {
    code: 'TST006',
    severity: 'error',
    needsRun: true,
    title: 'Events in a test file that cannot be read',
    about: 'Events in a test file are JSON objects, one after the other or in a list. The test is not run until they can be read.',
  },
  {
    code: 'TST007',
    severity: 'warning',
    needsRun: true,
    title: 'Test file without tests',
    about: 'The file is named as one that holds tests of a rule, but has none.',
  },
  {
    code: 'REP005',
    severity: 'error',
    needsRun: true,
    title: 'Test file names a file or mapping that is not there',
    about: 'The rule of the tests, a file of events, or their mapping does not exist. The tests that need it are not run.',
  },
];
