/** Tags that the conventions of Elastic's rules ask for: by index, operating system, kind of rule and source of data. */
import type { Problem } from '../../base/problem.js';
import { remembered } from '../../base/remembered.js';
import { stringAt } from '../../rule/value.js';
import { contains } from '../../schema/families.js';
import { tagDuties } from '../../schema/tags.js';
import type { DocumentCheck, RuleFrame } from './check.js';
import { addingTags, readTags, removingTag, usesFamilies, type RuleTags } from './ruleTags.js';

export function tagDutyProblems(read: RuleTags, document: RuleFrame): readonly Problem[] {
  return [...missingTags(read, [...indexDuties(document), ...kindDuties(read, document)]), ...sourceProblems(read, document)];
}

export const checkTagsOfQuery: DocumentCheck = (document, { isShown }) => {
  if (!isShown('TAG005')) return [];
  const completes = document.queries.some(({ language, map }) => language === 'esql' && /\|\s*completion\b/i.test(map.text));
  const read = completes ? readTags(document) : undefined;
  return read === undefined ? [] : missingTags(read, [{ because: 'The command `COMPLETION`', tags: ['Resources: LLM'] }]);
};

/** A reason, and the tags it asks for. */
interface Duty {
  readonly because: string;
  readonly tags: readonly string[];
}

function missingTags(read: RuleTags, due: readonly Duty[]): readonly Problem[] {
  const { span } = read;
  if (span === undefined) return [];
  return due.flatMap(({ because, tags }) => {
    const missing = tags.filter((tag) => !read.has(tag));
    if (missing.length === 0) return [];
    const names = missing.map((tag) => `\`${tag}\``).join(', ');
    const message = `${because} asks for the ${missing.length === 1 ? 'tag' : 'tags'} ${names}`;
    return [{ code: 'TAG005', span, message, fixes: addingTags(read, missing) }];
  });
}

function indexDuties({ index }: RuleFrame): readonly Duty[] {
  const patterns = index?.value.map(({ value }) => value) ?? [];
  return tagDuties
    .filter((each) => patterns.includes(each.index))
    .map((each) => ({ because: `The index \`${each.index}\``, tags: each.tags }));
}

const folders: Readonly<Record<string, string>> = { linux: 'OS: Linux', macos: 'OS: macOS', windows: 'OS: Windows' };

function kindDuties({ rule }: RuleTags, { uri, type }: RuleFrame): readonly Duty[] {
  const folder = /\/rules\/(linux|macos|windows)\//.exec(uri)?.[1];
  const system = folder === undefined ? undefined : folders[folder];
  const isBuildingBlock = stringAt(rule, 'building_block_type') !== undefined;
  return [
    ...(system === undefined ? [] : [{ because: `The folder \`${folder}\``, tags: [system] }]),
    ...(isBuildingBlock ? [{ because: 'A building block rule', tags: ['Rule Type: BBR'] }] : []),
    ...(type?.value === 'machine_learning'
      ? [{ because: 'A machine learning rule', tags: ['Rule Type: ML', 'Rule Type: Machine Learning'] }]
      : []),
  ];
}

const sourceTag = /^Data Source: /;

/** Sources of data whose tag and index do not go together, index patterns compared by what they cover. */
function sourceProblems(read: RuleTags, { index }: RuleFrame): readonly Problem[] {
  const patterns = index?.value.map(({ value }) => value) ?? [];
  if (patterns.length === 0 || !usesFamilies(read) || read.span === undefined) return [];
  return [...untaggedSources(read, patterns), ...sourcesWithoutIndex(read, patterns)];
}

/** Those of wider patterns than this one. */
const dutiesAbove = remembered((pattern: string) => tagDuties.filter(({ index }) => index !== pattern && contains(index, pattern)));

/** Those that ask for the tag. */
const dutiesOf = remembered((tag: string) => (sourceTag.test(tag) ? tagDuties.filter(({ tags }) => tags.includes(tag)) : []));

function untaggedSources(read: RuleTags, patterns: readonly string[]): readonly Problem[] {
  const { span } = read;
  if (span === undefined || !read.tags.some(({ value }) => sourceTag.test(value))) return [];
  const found = patterns.flatMap(dutiesAbove);
  const missing = found.flatMap(({ index, tags }) => {
    const sources = tags.filter((tag) => sourceTag.test(tag));
    return sources.length === 0 || sources.some(read.has) ? [] : [{ index, tag: sources[0] ?? '' }];
  });
  return [...new Map(missing.map((each) => [each.tag, each])).values()].map(({ tag }) => ({
    code: 'TAG006',
    span,
    message: `The rule searches data of ${tag.replace(sourceTag, '')} without the tag \`${tag}\``,
    fixes: addingTags(read, [tag]),
  }));
}

function sourcesWithoutIndex(read: RuleTags, patterns: readonly string[]): readonly Problem[] {
  return read.tags.flatMap((tag) => {
    const duties = dutiesOf(tag.value);
    const covered = duties.some(({ index }) => patterns.some((pattern) => contains(index, pattern) || contains(pattern, index)));
    if (duties.length === 0 || covered) return [];
    const usual = duties.map(({ index }) => `\`${index}\``).join(' or ');
    const message = `No index of the rule holds data of ${tag.value.replace(sourceTag, '')}; that is in ${usual}`;
    return [{ code: 'TAG006', span: tag.span, message, fixes: removingTag(read, tag) }];
  });
}
