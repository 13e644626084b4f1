/** What is worked out once for an object, whoever asks first. */

/**
 * `make`, remembered for as long as its first argument is, in a property of it that nobody sees; so it cannot be frozen. In a `WeakMap` the answers for objects
 * that are long gone would stay through all small garbage collections, and be copied in each.
 */
export function oncePer<T extends object, Rest extends readonly unknown[], V>(
  make: (subject: T, ...rest: Rest) => V,
): (subject: T, ...rest: Rest) => V {
  const answer = Symbol('answer');
  return (subject: T & { readonly [answer]?: { readonly value: V } }, ...rest) => {
    const known = subject[answer];
    if (known !== undefined) return known.value;
    const value = make(subject, ...rest);
    Object.defineProperty(subject, answer, { value: { value } });
    return value;
  };
}
