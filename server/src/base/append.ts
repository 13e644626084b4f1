/** Lists that grow by lists. */

/** Adds all of them. As arguments of `push` more than some 100,000 would overflow the stack. */
export function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}
