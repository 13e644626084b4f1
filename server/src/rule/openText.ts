/** Any file to a `RuleDocument`: what kind of rule it is follows from its language id, its name, and what stands in it. */
import { identityMap } from '../toml/stringMap.js';
import { readToml, type TomlReader } from '../toml/read.js';
import { exceptionProblems, isExceptionFile } from './exceptions.js';
import { jsonStart } from './jsonRead.js';
import { openJsonRules } from './jsonRule.js';
import { openMarkdown } from './markdown.js';
import { emptyDocument } from './openTree.js';
import { openQuery } from './queryRegion.js';
import type { RuleDocument } from './ruleDocument.js';
import { bareQueryProblems } from './ruleProblems.js';
import { suppressionsIn } from './suppressions.js';
import { isTomlRule, openTomlRule } from './tomlRule.js';
import { createTomlWriter } from './tomlWriter.js';

/** How an editor or the command line names a file. */
export interface TextSource {
  readonly uri: string;
  /** The editor's language id (`eql`, `kuery`, `toml`, `markdown`); what counts most when it is one of these. */
  readonly languageId?: string;
  /** In the rule that is meant, where the file has several. */
  readonly offset?: number;
}

/**
 * Opens all rules of a file: an export has several. Never throws. A file that is no rule is one document of the format `other`, without
 * problems; one of exception lists is one of the format `exceptions`. `read`: a reader of the file's versions.
 */
export function openRules(text: string, source: TextSource, read: TomlReader = readToml): readonly [RuleDocument, ...RuleDocument[]] {
  const format = formatOf(source);
  if (format === 'eql' || format === 'kuery') return [openBareQuery(text, format, source.uri)];
  if (format === 'toml' || (format === undefined && /^[ \t]*\[(?:rule|metadata)[ \t]*\]/m.test(text)))
    return [openToml(text, source.uri, read)];
  const [first, ...rest] = format === 'markdown' ? openMarkdown(text, source.uri) : openJson(text, source.uri);
  return first === undefined ? [emptyDocument(text, 'other', source.uri)] : [first, ...rest];
}

/** Opens the rule at `source.offset`, the first where there is no offset. As `openRules` for the rest. */
export function openRule(text: string, source: TextSource): RuleDocument {
  const rules = openRules(text, source);
  return ruleAt(rules, source.offset) ?? rules[0];
}

/** The rule that an offset of the file lies in; between two rules the one before, and the first where there is no offset or no rule before. */
export function ruleAt(rules: readonly RuleDocument[], offset = 0): RuleDocument | undefined {
  return rules.findLast(({ tree, queries: [query] }) => (tree?.root.span.start ?? query?.span.start ?? 0) <= offset) ?? rules[0];
}

function openJson(text: string, uri: string): readonly RuleDocument[] {
  return /[[{]/.test(text.charAt(jsonStart(text))) ? openJsonRules(text, uri) : [];
}

function openToml(text: string, uri: string, read: TomlReader): RuleDocument {
  const toml = read(text);
  if (isExceptionFile(toml.root)) {
    return {
      ...emptyDocument(text, 'exceptions', uri),
      problems: [...toml.problems, ...exceptionProblems(toml.root, createTomlWriter(text, toml.root))],
    };
  }
  return isTomlRule(toml, text) ? openTomlRule(toml, text, uri) : emptyDocument(text, 'other', uri);
}

const named = { eql: 'eql', kuery: 'kuery', toml: 'toml', md: 'markdown', markdown: 'markdown' } as const;

function isNamed(name: string | undefined): name is keyof typeof named {
  return name !== undefined && Object.hasOwn(named, name);
}

/** What the name says; undefined when only the content can tell. */
function formatOf({ uri, languageId }: TextSource): (typeof named)[keyof typeof named] | undefined {
  if (isNamed(languageId)) return named[languageId];
  const extension = /\.(\w+)$/.exec(uri.replace(/[?#].*$/, ''))?.[1]?.toLowerCase();
  return isNamed(extension) ? named[extension] : undefined;
}

function openBareQuery(text: string, language: 'eql' | 'kuery', uri: string): RuleDocument {
  const map = identityMap(text);
  const query = openQuery('query', language, map, map.span);
  return {
    ...emptyDocument(text, language, uri),
    queries: [query],
    problems: bareQueryProblems(map, language),
    suppressions: suppressionsIn(text, query.parsed?.language === 'eql' ? query.parsed.comments : []),
  };
}
