/** Mocha as browsers have it, ready before the tests are loaded: they define themselves at once. */
import 'mocha/mocha.js';

/** There are no processes, so no tasks. */
const notOnTheWeb = /^(?!Help each folder can be checked and tested by a task$)/;

mocha.setup({
  ui: 'tdd',
  reporter: undefined,
  color: false,
  timeout: 90_000,
  forbidOnly: true,
  grep: notOnTheWeb,
} as unknown as Mocha.MochaOptions);
