// Loads a bundle of an extension's client in a process of its own, with a stand-in for VS Code's API, and says how long that took.
import Module, { createRequire } from 'node:module';

/** Whatever is asked of it: a function, a class, an object, a value. */
const anything = new Proxy(class {}, {
  get: (target, key) => (key === 'prototype' ? target.prototype : key === Symbol.toPrimitive ? () => 0 : anything),
  // Bundles make an object of it that inherits what it has.
  getPrototypeOf: () => anything,
  apply: () => anything,
  construct: (_target, _args, made) => Reflect.construct(Object, [], made),
});
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? anything : load(request, ...rest));

const start = performance.now();
createRequire(import.meta.url)(process.argv[2]);
process.stdout.write(String(performance.now() - start));
