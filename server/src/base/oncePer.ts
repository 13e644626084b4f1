/** What is worked out once for an object, whoever asks first. */

/** `make`, remembered for as long as its first argument is. */
export function oncePer<T extends object, Rest extends readonly unknown[], V>(
  make: (subject: T, ...rest: Rest) => V,
): (subject: T, ...rest: Rest) => V {
  const made = new WeakMap<T, { readonly value: V }>();
  return (subject, ...rest) => {
    const known = made.get(subject);
    if (known !== undefined) return known.value;
    const value = make(subject, ...rest);
    made.set(subject, { value });
    return value;
  };
}
