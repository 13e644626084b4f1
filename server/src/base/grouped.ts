/** Counts as people read them. */

/** `12,345`, for counts of any size. The formats of `Intl` take longer to load than many commands to run. */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ',');
}
