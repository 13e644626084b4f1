/** Any file to a `RuleDocument`: what kind of rule it is follows from its language id, its name, and what stands in it. */
import { identityMap } from '../toml/stringMap.js';
import { readToml } from '../toml/read.js';
import { openQuery } from './queryRegion.js';
import type { RuleDocument, RuleFormat } from './ruleDocument.js';
import { bareQueryProblems } from './ruleProblems.js';
import { suppressionsIn } from './suppressions.js';
import { isTomlRule, openTomlRule } from './tomlRule.js';

/** How an editor or the command line names a file. */
export interface TextSource {
  readonly uri: string;
  /** The editor's language id (`eql`, `kuery`, `toml`); what counts most when it is one of these. */
  readonly languageId?: string;
}

/** Opens a rule of any form. Never throws; the format of a file that is no rule is `other`, and it has no problems. */
export function openRule(text: string, source: TextSource): RuleDocument {
  const format = formatOf(source);
  if (format === 'eql' || format === 'kuery') return openBareQuery(text, format, source.uri);
  if (format === undefined && !/^[ \t]*\[(?:rule|metadata)[ \t]*\]/m.test(text)) return emptyDocument(text, 'other', source.uri);
  const toml = readToml(text);
  return isTomlRule(toml, text) ? openTomlRule(toml, text, source.uri) : emptyDocument(text, 'other', source.uri);
}

/** What the name says; undefined when only the content can tell. */
function formatOf({ uri, languageId }: TextSource): Exclude<RuleFormat, 'json' | 'other'> | undefined {
  if (languageId === 'eql' || languageId === 'kuery' || languageId === 'toml') return languageId;
  const extension = /\.(eql|kuery|toml)$/i.exec(uri.replace(/[?#].*$/, ''))?.[1]?.toLowerCase();
  return extension === 'eql' || extension === 'kuery' || extension === 'toml' ? extension : undefined;
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

function emptyDocument(text: string, format: RuleFormat, uri: string): RuleDocument {
  return {
    format,
    uri,
    tree: undefined,
    text,
    name: undefined,
    ruleId: undefined,
    type: undefined,
    language: undefined,
    severity: undefined,
    riskScore: undefined,
    index: undefined,
    minStackVersion: undefined,
    eventCategoryOverride: undefined,
    timestampField: undefined,
    tiebreakerField: undefined,
    narrowedBy: [],
    queries: [],
    problems: [],
    suppressions: [],
  };
}
