/** The tags of a rule, and edits that add and remove them. */
import type { Fix } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringsAt, type RuleString, type RuleTable } from '../../rule/value.js';
import { familyOfTag } from '../../schema/tags.js';
import type { RuleFrame } from './check.js';
import { fixOf } from './repairs.js';

/** The tags of one rule, and where to say that one is missing. */
export interface RuleTags {
  readonly tree: RuleTree;
  readonly rule: RuleTable;
  readonly tags: readonly RuleString[];
  readonly has: (tag: string) => boolean;
  /** Of the list; without one, of the rule's name. */
  readonly span: Span | undefined;
}

export function readTags(document: RuleFrame): RuleTags | undefined {
  const { tree } = document;
  if (tree?.rule === undefined) return undefined;
  const own = stringsAt(tree.rule, 'tags').filter(({ closed }) => closed);
  const list = entryOf(tree.rule, 'tags')?.value;
  return {
    tree,
    rule: tree.rule,
    tags: own,
    has: (tag) => own.some(({ value }) => value === tag),
    span: list?.span ?? document.name?.span,
  };
}

/** Whether the rule's author uses tags of the form `Family: Value` at all. */
export function usesFamilies({ tags: own }: RuleTags): boolean {
  return own.some(({ value }) => familyOfTag(value) !== undefined);
}

export function addingTags({ tree, rule }: RuleTags, missing: readonly string[]): readonly Fix[] {
  const { writer } = tree;
  const list = entryOf(rule, 'tags')?.value;
  const title = `Add ${missing.map((tag) => `\`${tag}\``).join(', ')}`;
  if (list === undefined) return fixOf(title, writer.insertEntries(rule, [['tags', missing]]));
  if (list.kind !== 'array') return [];
  if (list.elements.length === 0) return fixOf(title, writer.replaceValue(list, missing));
  return fixOf(
    title,
    missing.flatMap((tag) => writer.insertElement(list, tag)),
  );
}

export function removingTag({ tree, rule }: RuleTags, tag: RuleString): readonly Fix[] {
  const list = entryOf(rule, 'tags')?.value;
  if (list?.kind !== 'array') return [];
  return fixOf(`Remove \`${tag.value}\``, tree.writer.removeElement(list, list.elements.indexOf(tag)));
}
