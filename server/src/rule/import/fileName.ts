/** The name of a rule's file, as rule repositories name theirs: the first tactic and the rule's name in small letters. */
import { isList, isRecord, type PlainRecord } from '../plain.js';

/** Without a folder and an ending: `defense_evasion_odd_child_of_a_shell`. */
export function ruleFileName({ name, threat }: PlainRecord): string {
  const first = threat !== undefined && isList(threat) ? threat[0] : undefined;
  const tactic = first !== undefined && isRecord(first) ? first['tactic'] : undefined;
  const tacticName = tactic !== undefined && isRecord(tactic) ? tactic['name'] : undefined;
  const words = [tacticName, name].filter((part) => typeof part === 'string').join(' ');
  const slug = words
    // `ü` is a letter and its dots then, and the letter is kept.
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return slug === '' ? 'rule' : slug;
}

/** The name, or one with a number where it is taken: two rules of one name do not overwrite each other. Adds it to `taken`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  taken.add(free);
  return free;
}
