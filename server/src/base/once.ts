/** What is made when it is first asked for, and kept: parsers and tables that a start need not wait for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
