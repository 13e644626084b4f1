/** Queries inside an investigation guide: the entries of `[transform]` and the places in the guide where they are shown. */
import { misspeltNames } from '../../base/nearest.js';
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, tableAt, tablesAt, type Plain, type RuleArray, type RuleString, type RuleTable } from '../../rule/value.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { FrameCheck } from './check.js';
import { mayHaveNote, proseAt, proseFix, type Prose } from './guide.js';
import { fixOf, replacing } from './repairs.js';

const kinds = ['osquery', 'investigate'] as const;
type Kind = (typeof kinds)[number];

export const checkPlugins: FrameCheck = (document, { catalog, isShown }) => {
  const { tree, format } = document;
  if (tree?.rule === undefined || format !== 'toml') return [];
  const transform = tableAt(tree.root, 'transform');
  const note = proseAt(document, tree.rule, 'note');
  const isUnreadable = note === undefined && mayHaveNote(document, tree.rule);
  return [
    ...(isUnreadable || !isShown('DOC001') ? [] : kinds.flatMap((kind) => placeholderProblems(kind, tablesAt(transform, kind), note))),
    ...(note === undefined || !isShown('DOC002') ? [] : rawPlugins(tree, transform, note)),
    ...tablesAt(transform, 'osquery').flatMap(emptyQuery),
    ...tablesAt(transform, 'investigate').flatMap((entry) =>
      providersOf(entry).flatMap((provider) => providerProblems(tree, provider, catalog)),
    ),
  ];
};

interface Placeholder {
  readonly index: number;
  readonly span: Span;
}

/** `$osquery_0` and `${osquery_0}`; `$$` is a dollar sign. */
function placeholdersOf(kind: Kind, text: string): readonly Placeholder[] {
  if (!text.includes('$')) return [];
  return [...text.matchAll(/\$(?:\$|([a-z]+)_(\d+)(?![A-Za-z0-9_])|\{([a-z]+)_(\d+)\})/g)].flatMap((found) => {
    if ((found[1] ?? found[3]) !== kind) return [];
    return [{ index: Number(found[2] ?? found[4]), span: { start: found.index, end: found.index + found[0].length } }];
  });
}

function placeholderProblems(kind: Kind, entries: readonly RuleTable[], note: Prose | undefined): readonly Problem[] {
  const found = placeholdersOf(kind, note?.value.value ?? '');
  const unused = entries.map((_, index) => index).filter((index) => !found.some((each) => each.index === index));
  const problems: Problem[] = [];
  for (const placeholder of found) {
    if (placeholder.index < entries.length || note === undefined) continue;
    const message = strayPlaceholder(kind, placeholder, entries.length);
    const [free] = unused;
    const fixes = free === undefined ? [] : proseFix(note, `Replace by \`$${kind}_${free}\``, placeholder.span, `$${kind}_${free}`);
    problems.push({ code: 'DOC001', span: note.map().spanToFile(placeholder.span), message, fixes });
  }
  return [...problems, ...unused.flatMap((index) => unusedEntry(kind, index, entries[index], note))];
}

function strayPlaceholder(kind: Kind, { index }: Placeholder, count: number): string {
  const has = count === 0 ? 'there is none' : count === 1 ? 'there is one, `0`' : `there are ${count}, \`0\` to \`${count - 1}\``;
  return `\`$${kind}_${index}\` stands for no entry of \`[[transform.${kind}]]\`: ${has}`;
}

function unusedEntry(kind: Kind, index: number, entry: RuleTable | undefined, note: Prose | undefined): readonly Problem[] {
  if (entry === undefined) return [];
  const span = (stringAt(entry, 'label') ?? entry).span;
  const length = note?.value.value.length ?? 0;
  const gap = note?.value.value.endsWith('\n') === true ? '' : '\n';
  const title = `Insert \`$${kind}_${index}\` at the end of the guide`;
  const fixes = note === undefined ? [] : proseFix(note, title, { start: length, end: length }, `${gap}$${kind}_${index}\n`);
  return [{ code: 'DOC001', span, message: `The guide does not show this entry: \`$${kind}_${index}\` is nowhere in \`note\``, fixes }];
}

function rawPlugins(tree: RuleTree, transform: RuleTable | undefined, note: Prose): readonly Problem[] {
  if (!note.value.value.includes('!{')) return [];
  return [...note.value.value.matchAll(/!\{(osquery|investigate)\b/g)].map((found) => {
    const kind: Kind = found[1] === 'osquery' ? 'osquery' : 'investigate';
    const start = found.index;
    const span = note.map().spanToFile({ start, end: start + found[0].length });
    const message = `\`!{${kind}\` is what a build writes; in a rule file it is an entry of \`[[transform.${kind}]]\`, shown by \`$${kind}_0\``;
    const parsed = embedded(note.value.value, start + found[0].length);
    if (parsed === undefined) return { code: 'DOC002', span, message };
    const count = tablesAt(transform, kind).length;
    const title = `Convert to \`[[transform.${kind}]]\``;
    const placed = proseFix(note, title, { start, end: parsed.end }, `$${kind}_${count}`);
    const added = insertPlugin(tree, transform, kind, parsed.value);
    const edits = placed.length === 0 || added.length === 0 ? [] : [...placed.flatMap((fix) => fix.edits), ...added];
    return { code: 'DOC002', span, message, fixes: fixOf(title, edits) };
  });
}

function insertPlugin(
  { writer, root }: RuleTree,
  transform: RuleTable | undefined,
  kind: Kind,
  plugin: Plain,
): ReturnType<typeof writer.insertEntries> {
  if (transform === undefined) return writer.insertEntries(root, [['transform', { [kind]: [plugin] }]]);
  const list = entryOf(transform, kind)?.value;
  if (list === undefined) return writer.insertEntries(transform, [[kind, [plugin]]]);
  return list.kind === 'array' ? writer.insertElement(list, plugin) : [];
}

/** The JSON object at `from`, and where the plugin ends behind it. */
function embedded(text: string, from: number): { readonly value: Plain; readonly end: number } | undefined {
  for (let end = text.indexOf('}', from); end >= 0; end = text.indexOf('}', end + 1)) {
    const value = readJson(text.slice(from, end + 1));
    if (value !== undefined) return text[end + 1] === '}' ? { value, end: end + 2 } : undefined;
    if (text.slice(from, end).includes('\n\n')) return undefined;
  }
  return undefined;
}

function readJson(text: string): Plain | undefined {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return undefined;
  }
}

function emptyQuery(entry: RuleTable): readonly Problem[] {
  const query = stringAt(entry, 'query');
  if (query === undefined || query.value.trim() !== '') return [];
  return [{ code: 'DOC008', span: query.span, message: 'The query of this `[[transform.osquery]]` entry is empty' }];
}

/** A list of alternatives, each a list of conditions. */
function providersOf(entry: RuleTable): readonly RuleTable[] {
  const value = entryOf(entry, 'providers')?.value;
  const alternatives = value?.kind === 'array' ? value.elements.filter((element): element is RuleArray => element.kind === 'array') : [];
  return alternatives.flatMap(({ elements }) => elements.filter((element): element is RuleTable => element.kind === 'table'));
}

const allowed = { queryType: ['phrase', 'range'], valueType: ['string', 'boolean'] } as const;

function providerProblems(tree: RuleTree, provider: RuleTable, catalog: FieldCatalog): readonly Problem[] {
  const field = stringAt(provider, 'field');
  return [
    ...(field === undefined ? [] : unknownField(tree, field, catalog)),
    ...(['queryType', 'valueType'] as const).flatMap((key) => {
      const value = stringAt(provider, key);
      if (value === undefined || (allowed[key] as readonly string[]).includes(value.value)) return [];
      const message = `\`${key}\` is ${allowed[key].map((each) => `\`${each}\``).join(' or ')}, not \`${value.value}\``;
      return [{ code: 'DOC008', span: value.span, message, fixes: allowed[key].flatMap((each) => replacing(tree, value, each)) }];
    }),
  ];
}

function unknownField(tree: RuleTree, field: RuleString, catalog: FieldCatalog): readonly Problem[] {
  if (field.value === '' || catalog.field(field.value) !== undefined || catalog.isObject(field.value)) return [];
  const near = catalog.nearest(field.value);
  const hint = near[0] === undefined ? '' : `; did you mean \`${near[0]}\`?`;
  return [
    {
      code: 'DOC008',
      // An index that the product has no mapping of may have any field.
      severity: misspeltNames(field.value, near).length > 0 || catalog.authoritative ? 'warning' : 'information',
      span: field.span,
      message: `\`${field.value}\` is not a known field${hint}`,
      fixes: near.flatMap((name) => replacing(tree, field, name)),
    },
  ];
}
