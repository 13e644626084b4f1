/** The ATT&CK mapping of a rule as its author nested it: tactics, techniques below them, sub-techniques below those. */
import { oncePer } from '../../base/oncePer.js';
import { entryOf, stringAt, tableAt, type RuleArray, type RuleString, type RuleTable } from '../../rule/value.js';

/** A tactic, technique or sub-technique; a value that is absent, damaged or no string is undefined. */
export interface MappedPart {
  readonly table: RuleTable;
  readonly id: RuleString | undefined;
  readonly name: RuleString | undefined;
  readonly reference: RuleString | undefined;
}

/** One of a list; `list` is undefined where the file has a single table in place of the list. */
export interface Listed {
  readonly list: RuleArray | undefined;
  readonly index: number;
}

export type MappedSubtechnique = MappedPart & Listed;

export interface MappedTechnique extends MappedPart, Listed {
  readonly subtechniques: readonly MappedSubtechnique[];
}

export interface ThreatEntry extends Listed {
  readonly table: RuleTable;
  readonly framework: RuleString | undefined;
  readonly tactic: MappedPart | undefined;
  readonly techniques: readonly MappedTechnique[];
}

/** The entries of `threat`. https://www.elastic.co/docs/solutions/security/detect-and-alert/about-detection-rules */
export const readThreat = oncePer((rule: RuleTable): readonly ThreatEntry[] =>
  elementsOf(rule, 'threat').map(({ table, list, index }) => {
    const tactic = tableAt(table, 'tactic');
    return {
      list,
      index,
      table,
      framework: wholeString(table, 'framework'),
      tactic: tactic === undefined ? undefined : readPart(tactic),
      techniques: elementsOf(table, 'technique').map(readTechnique),
    };
  }),
);

function readTechnique({ table, list, index }: Listed & { readonly table: RuleTable }): MappedTechnique {
  const { id, name, reference } = readPart(table);
  return { list, index, table, id, name, reference, subtechniques: elementsOf(table, 'subtechnique').map(readSubtechnique) };
}

function readSubtechnique({ table, list, index }: Listed & { readonly table: RuleTable }): MappedSubtechnique {
  const { id, name, reference } = readPart(table);
  return { list, index, table, id, name, reference };
}

function readPart(table: RuleTable): MappedPart {
  return { table, id: wholeString(table, 'id'), name: wholeString(table, 'name'), reference: wholeString(table, 'reference') };
}

function wholeString(table: RuleTable, key: string): RuleString | undefined {
  const value = stringAt(table, key);
  return value?.closed === true ? value : undefined;
}

function elementsOf(table: RuleTable, key: string): readonly (Listed & { readonly table: RuleTable })[] {
  const value = entryOf(table, key)?.value;
  if (value?.kind === 'table') return [{ list: undefined, index: 0, table: value }];
  if (value?.kind !== 'array') return [];
  return value.elements.flatMap((element, index) => (element.kind === 'table' ? [{ list: value, index, table: element }] : []));
}
