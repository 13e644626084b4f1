/** What files in JSON with comments, such as configurations and mappings, tell of their mistakes in the same words. */

/** What a parser calls an error, such as `CloseBraceExpected`: `close brace expected`. */
export function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? letter : ` ${letter}`)).toLowerCase();
}

/** For a value of another type than the `expected` one. */
export function wantedType(expected: string): string {
  if (expected === 'record') return 'it has to be an object';
  return `it has to be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

/** What stands under the keys and indices of `path`; undefined where nothing does. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (Reflect.get(inner, key) as unknown) : undefined),
    value,
  );
}
