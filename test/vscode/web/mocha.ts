/** Mocha as browsers have it, ready before the tests are loaded: they define themselves at once. */
import 'mocha/mocha.js';

mocha.setup({ ui: 'tdd', reporter: undefined, color: false, timeout: 90_000, forbidOnly: true } as unknown as Mocha.MochaOptions);
