/** Which event files belong to a rule by their name alone. */

/** What follows `.events.` in such a name, the usual one first. */
const endings = ['ndjson', 'ndjson.gz', 'ndjson.zst', 'jsonl', 'json'] as const;

/**
 * The names an event file beside the rule may have, first choice first: `a.events.ndjson` for `a.toml`. Works on paths and URIs alike.
 * A rule without a file ending gets the endings appended.
 */
export function sampleNamesOf(rule: string): readonly string[] {
  const stem = rule.replace(/\.[^./\\]+$/, '');
  return endings.map((ending) => `${stem}.events.${ending}`);
}
