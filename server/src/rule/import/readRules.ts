/** The rules of any file that holds some, in both notations: what conversion, import and export start from. */
import { LineIndex } from '../../base/lines.js';
import { toKibana, type Converted } from '../export/toKibana.js';
import { otherShapes } from '../jsonRule.js';
import { openRules, type TextSource } from '../openText.js';
import type { PlainRecord } from '../plain.js';
import type { RuleDocument } from '../ruleDocument.js';
import { toToml } from './fromKibana.js';
import { importPage, isPage, type PageSurroundings } from './page.js';

export interface ReadOptions extends PageSurroundings {
  /** The file as the user names it. */
  readonly name: string;
  /** Whether Kibana's object holds the metadata of a rule in TOML. */
  readonly keepMetadata: boolean;
}

export interface ReadRule {
  readonly kibana: PlainRecord;
  /** The text in TOML; a file that is TOML already stays as it is. */
  readonly toml: Converted<string>;
  readonly lostInKibana: readonly string[];
}

export interface RulesReading {
  readonly rules: readonly ReadRule[];
  /** Why a file that has rules cannot be converted, with the place. */
  readonly fault: string | undefined;
  /** Why there is no rule: what the file is instead. */
  readonly nothing: string | undefined;
  /** What stands beside the rules and is not converted. */
  readonly notes: readonly string[];
}

const none: RulesReading = { rules: [], fault: undefined, nothing: undefined, notes: [] };

/** Rules in TOML or JSON, exports, and the text of a rule's documentation page. */
export function readRules(text: string, source: TextSource, options: ReadOptions): RulesReading {
  const documents = openRules(text, source);
  const [first] = documents;
  if (first.tree === undefined) {
    return isPage(text) ? { ...none, rules: readPage(text, options) } : { ...none, nothing: noRule(options.name, first) };
  }
  const fault = damageOf(documents, options.name);
  if (fault !== undefined) return { ...none, fault };
  const rules = documents.flatMap((document) => ruleOf(document, options));
  return { ...none, rules, notes: first.format === 'json' ? besideRules(options.name, text) : [] };
}

/** Why one rule of an open file cannot be written in another notation; undefined where it can. */
export function whyNotConverted(document: RuleDocument, name: string): string | undefined {
  return document.tree === undefined ? noRule(name, document) : damageOf([document], name);
}

function damageOf(documents: readonly RuleDocument[], name: string): string | undefined {
  for (const { problems, text } of documents) {
    const damage = problems.find(({ code }) => code === 'TOM001' || code === 'TOM002');
    if (damage === undefined) continue;
    const { line, character } = new LineIndex(text).positionAt(damage.span.start);
    return `${name}:${line + 1}:${character + 1}: ${damage.message}; mend it first`;
  }
  return undefined;
}

function noRule(name: string, { format }: RuleDocument): string {
  switch (format) {
    case 'eql':
    case 'kuery':
      return `${name} is only a query, without the other parts of a rule; put it into a rule file first.`;
    case 'exceptions':
      return `${name} holds exception lists and no rule; only rules are converted.`;
    default:
      return `${name} is no rule; name rules in TOML or JSON, or the text of a rule's documentation page.`;
  }
}

function ruleOf({ tree, text, format }: RuleDocument, { keepMetadata, today }: ReadOptions): readonly ReadRule[] {
  if (tree?.rule === undefined) return [];
  const kibana = toKibana(tree, { keepMetadata });
  const toml = format === 'toml' ? { value: text, lost: [] } : toToml(kibana.value, today);
  return [{ kibana: kibana.value, toml, lostInKibana: kibana.lost }];
}

function readPage(text: string, options: ReadOptions): readonly ReadRule[] {
  const toml = importPage(text, options);
  const [document] = openRules(toml.value, { uri: 'page.toml' });
  return ruleOf(document, options).map((rule) => ({ ...rule, toml, lostInKibana: [...toml.lost, ...rule.lostInKibana] }));
}

const shapeNames = { exceptionList: 'exception lists', exceptionItem: 'exceptions', connector: 'connectors' } as const;

function besideRules(name: string, text: string): readonly string[] {
  const counts = otherShapes(text);
  const named = (['exceptionList', 'exceptionItem', 'connector'] as const).flatMap((shape) => {
    const count = counts.filter((each) => each === shape).length;
    return count === 0 ? [] : [`${count} ${shapeNames[shape]}`];
  });
  return named.length === 0 ? [] : [`${name}: only rules are converted; left out: ${named.join(', ')}`];
}
