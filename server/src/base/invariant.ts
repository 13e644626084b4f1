/** Bugs, not user errors: these throw and are caught once, at the edge. */

/** Closes a switch over a union: a kind that was forgotten fails to compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

/** Throws when `condition` does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition === undefined || condition === null || condition === false) throw new Error(`broken invariant: ${message}`);
}
