/** A rule's tags: written twice, written unlike the known ones, and those that its ATT&CK mapping and its data ask for. */
import { misspeltNames } from '../../base/nearest.js';
import type { Problem } from '../../base/problem.js';
import { remembered } from '../../base/remembered.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import type { RuleString } from '../../rule/value.js';
import type { AttackMatrix, Tactic } from '../../schema/attack.js';
import { familyOfTag, knownTags, tagFamilies } from '../../schema/tags.js';
import type { DocumentContext, FrameCheck, RuleFrame } from './check.js';
import { replacing, safely } from './repairs.js';
import { addingTags, readTags, removingTag, usesFamilies, type RuleTags } from './ruleTags.js';
import { tagDutyProblems } from './tagDuties.js';
import { readThreat, type ThreatEntry } from './threat.js';

export const checkTags: FrameCheck = (document, context) => {
  const read = readTags(document);
  if (read === undefined) return [];
  const { isShown } = context;
  return [
    ...repeatedTags(read),
    ...(isShown('TAG002') || isShown('TAG003') ? read.tags.flatMap((tag) => spellingProblems(read.tree, tag, context)) : []),
    ...(isShown('TAG004') ? tacticProblems(read, readThreat(read.rule), document, context) : []),
    ...(isShown('TAG005') || isShown('TAG006') ? tagDutyProblems(read, document) : []),
  ];
};

function repeatedTags(read: RuleTags): readonly Problem[] {
  const firsts = new Map<string, RuleString>();
  return read.tags.flatMap((tag) => {
    const first = firsts.get(tag.value);
    firsts.set(tag.value, first ?? tag);
    if (first === undefined) return [];
    const related = [{ span: first.span, message: 'The first one' }];
    return [
      {
        code: 'TAG001',
        span: tag.span,
        message: `The tag \`${tag.value}\` is there twice`,
        fixes: safely(removingTag(read, tag)),
        related,
      },
    ];
  });
}

const simple = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

function spellingProblems(tree: RuleTree, tag: RuleString, { profile }: DocumentContext): readonly Problem[] {
  const { value, span } = tag;
  const usual = usualSpelling(value);
  if (usual !== undefined) {
    const message = `\`${value}\` is usually written \`${usual}\``;
    return usual === value ? [] : [{ code: 'TAG002', span, message, fixes: safely(replacing(tree, tag, usual)) }];
  }
  const near = nearTag(value);
  if (near !== undefined) {
    return [
      { code: 'TAG003', span, message: `\`${value}\` is not a known tag; did you mean \`${near}\`?`, fixes: replacing(tree, tag, near) },
    ];
  }
  if (profile !== 'elastic' || familyOfTag(value) !== undefined) return [];
  const message = `\`${value}\` has none of the known families, such as \`OS:\`, \`Domain:\` or \`Use Case:\``;
  return [{ code: 'TAG003', span, message }];
}

const known: ReadonlySet<string> = new Set(knownTags);
const tagsBySimpleForm = new Map(knownTags.map((tag) => [simple(tag), tag]));
const familiesBySimpleForm = new Map(tagFamilies.map((family) => [simple(family.name), family]));

/** How Elastic's rules write this tag, or its family where the value is free; undefined for what they do not have. */
const usualSpelling = remembered((tag: string): string | undefined => {
  if (known.has(tag)) return tag;
  const same = tagsBySimpleForm.get(simple(tag));
  if (same !== undefined) return same;
  const [, family = '', value = ''] = /^([^:]*):\s*(.*?)\s*$/.exec(tag) ?? [];
  const meant = familiesBySimpleForm.get(simple(family));
  if (meant === undefined || value === '') return undefined;
  // Of a family whose values are all known another value may be a slip.
  return meant.name === family && !meant.open ? undefined : `${meant.name}: ${value}`;
});

/** Shorter names are near to too many others. */
const shortestSlip = 5;

const nearTag = remembered((tag: string): string | undefined => {
  const [, written, text] = /^([^:]*):\s*(.*?)\s*$/.exec(tag) ?? [];
  if (written === undefined || text === undefined) {
    const family = tagFamilies.find(({ name }) => tag.startsWith(`${name} `));
    const rest = family === undefined ? '' : tag.slice(family.name.length + 1).trim();
    return family?.values.includes(rest) === true ? `${family.name}: ${rest}` : undefined;
  }
  const family = familyOfTag(tag);
  if (family === undefined) {
    const [near] =
      written.length < shortestSlip
        ? []
        : misspeltNames(
            written,
            tagFamilies.map(({ name }) => name),
          );
    return near === undefined ? undefined : `${near}: ${text}`;
  }
  if (family.open || text.length < shortestSlip || family.values.includes(text)) return undefined;
  const [near] = misspeltNames(text, family.values);
  return near === undefined ? undefined : `${family.name}: ${near}`;
});

const tacticPrefix = 'Tactic: ';

function tacticProblems(read: RuleTags, threat: readonly ThreatEntry[], document: RuleFrame, context: DocumentContext): readonly Problem[] {
  const matrix = context.schemas.attack;
  const tactics = threat.flatMap((entry) => tacticOf(entry, matrix) ?? []);
  return [...strangeTactics(read, tactics, matrix), ...untaggedTactics(read, tactics, document, context)];
}

function tacticOf({ tactic }: ThreatEntry, matrix: AttackMatrix): Tactic | undefined {
  return matrix.tactic(tactic?.id?.value ?? '') ?? matrix.tactic(tactic?.name?.value ?? '');
}

/** Tags of tactics that the mapping does not have; a rule without a mapping has its tags instead. */
function strangeTactics(read: RuleTags, tactics: readonly Tactic[], matrix: AttackMatrix): readonly Problem[] {
  if (tactics.length === 0) return [];
  return read.tags.flatMap((tag) => {
    const tactic = tag.value.startsWith(tacticPrefix) ? matrix.tactic(tag.value.slice(tacticPrefix.length)) : undefined;
    if (tactic === undefined || tactics.includes(tactic)) return [];
    const message = `The tag names ${tactic.name}, which is not a tactic of the rule's \`threat\``;
    return [{ code: 'TAG004', severity: 'information', span: tag.span, message, fixes: removingTag(read, tag) }];
  });
}

function untaggedTactics(
  read: RuleTags,
  tactics: readonly Tactic[],
  document: RuleFrame,
  { profile }: DocumentContext,
): readonly Problem[] {
  const { span } = read;
  if (span === undefined || document.type?.value === 'machine_learning' || (profile !== 'elastic' && !usesFamilies(read))) return [];
  const hasTag = ({ name }: Tactic): boolean =>
    read.has(tacticPrefix + name) || read.tags.some(({ value }) => simple(value) === simple(tacticPrefix + name));
  return [...new Set(tactics)].flatMap((tactic, index) => {
    if (hasTag(tactic)) return [];
    const tag = tacticPrefix + tactic.name;
    const which = index === 0 ? 'first' : 'further';
    const message = `The tag \`${tag}\` of the rule's ${which} tactic is missing`;
    return [{ code: 'TAG004', severity: index === 0 ? 'warning' : 'hint', span, message, fixes: addingTags(read, [tag]) } as const];
  });
}
