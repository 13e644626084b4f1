/** The outline of a rule beside its queries: the tables of its file and their keys, and what it maps to in MITRE ATT&CK. */
import { SymbolKind } from 'vscode-languageserver-types';
import { cover } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, tableAt, tablesAt, type RuleEntry, type RuleTable, type RuleValue } from '../../rule/value.js';
import type { Outline } from '../outline.js';

/** Keys whose text is too long for an outline, or shown in it as queries. */
const left: readonly string[] = ['query', 'threat_query', 'threat'];

export function ruleOutlines({ tree, format }: RuleDocument): readonly Outline[] {
  if (tree === undefined) return [];
  const rule = tree.rule === undefined ? [] : [...tree.rule.entries.filter(({ key }) => !left.includes(key)).map(keyOutline)];
  const others = format === 'toml' ? tree.root.entries.filter(({ key }) => key !== 'rule').map(keyOutline) : [];
  return [...others, ...rule, ...threatOutlines(tree.rule)];
}

function keyOutline({ key, keySpan, span, value }: RuleEntry): Outline {
  const detail = shortText(value);
  const children = value.kind === 'table' ? value.entries.map(keyOutline) : [];
  return {
    name: key === '' ? '""' : key,
    kind: value.kind === 'table' ? SymbolKind.Module : SymbolKind.Property,
    span: children.reduce((whole, child) => cover(whole, child.span), cover(span, keySpan)),
    nameSpan: keySpan,
    children,
    ...(detail === undefined ? {} : { detail }),
  };
}

const longest = 60;

function shortText(value: RuleValue): string | undefined {
  if (value.kind === 'array') return `${value.elements.length} ${value.elements.length === 1 ? 'entry' : 'entries'}`;
  if (value.kind === 'table' || value.kind === 'null') return undefined;
  const text = String(value.value).trim().split('\n', 1)[0] ?? '';
  if (text === '') return undefined;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** `TA0002 Execution`, and below it `T1059 Command and Scripting Interpreter`. */
function threatOutlines(rule: RuleTable | undefined): readonly Outline[] {
  return tablesAt(rule, 'threat').map((threat) => {
    const techniques = tablesAt(threat, 'technique').map((technique) =>
      attackOutline(
        technique,
        technique,
        'technique',
        tablesAt(technique, 'subtechnique').map((sub) => attackOutline(sub, sub, 'sub-technique', [])),
      ),
    );
    return attackOutline(tableAt(threat, 'tactic'), threat, 'tactic', techniques);
  });
}

function attackOutline(named: RuleTable | undefined, table: RuleTable, what: string, children: readonly Outline[]): Outline {
  const name = [stringAt(named, 'id')?.value, stringAt(named, 'name')?.value].filter((part) => part !== undefined && part !== '').join(' ');
  const nameSpan = entryOf(named, 'id')?.value.span ?? table.span;
  const entries = [...table.entries, ...(named?.entries ?? [])].map(({ span }) => span);
  const own = entries.reduce(cover, cover(table.span, nameSpan));
  return {
    name: name === '' ? `A ${what}` : name,
    detail: what,
    kind: SymbolKind.Event,
    span: children.reduce((whole, child) => cover(whole, child.span), own),
    nameSpan,
    children,
  };
}
