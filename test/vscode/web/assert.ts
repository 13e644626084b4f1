/** What the tests use of Node's strict assertions, where there is no Node. The build puts it in their place. */

export function ok(value: unknown, message?: string): asserts value {
  if (!Boolean(value)) throw new Error(message ?? `${show(value)} is not true`);
}

export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(`${message ?? 'not equal'}: ${show(actual)} is not ${show(expected)}`);
}

export function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `it is ${show(actual)}`);
}

export function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!isSame(actual, expected)) throw new Error(`${message ?? 'not deeply equal'}: ${show(actual)} is not ${show(expected)}`);
}

export function match(text: string, pattern: RegExp, message?: string): void {
  if (!pattern.test(text)) throw new Error(message ?? `${show(text)} does not match ${String(pattern)}`);
}

export function doesNotMatch(text: string, pattern: RegExp, message?: string): void {
  if (pattern.test(text)) throw new Error(message ?? `${show(text)} matches ${String(pattern)}`);
}

export async function rejects(promise: Promise<unknown>, message?: string): Promise<void> {
  const failed = await promise.then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(message ?? 'it did not fail');
}

function isSame(actual: unknown, expected: unknown): boolean {
  if (Object.is(actual, expected)) return true;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) return false;
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return false;
  if (actual instanceof Map && expected instanceof Map) return isSame([...actual], [...expected]);
  if (actual instanceof Set && expected instanceof Set) return isSame([...actual], [...expected]);
  const keys = Object.keys(actual);
  return (
    keys.length === Object.keys(expected).length &&
    keys.every((key) => key in expected && isSame(valueOf(actual, key), valueOf(expected, key)))
  );
}

function valueOf(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
