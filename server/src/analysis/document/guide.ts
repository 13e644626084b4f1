/** The investigation guide and the setup text of a rule: their headings, their Markdown, and the tag that announces a guide. */
import { once } from '../../base/once.js';
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, type RuleString, type RuleTable } from '../../rule/value.js';
import { stringMapOf, type StringMap } from '../../toml/stringMap.js';
import { isDamaged, type FrameCheck, type RuleFrame } from './check.js';
import { lineEnd, readMarkdown, sectionOf, type Heading, type Markdown } from './markdown.js';
import { fixOf, safely } from './repairs.js';
import { addingTags, readTags, removingTag, usesFamilies } from './ruleTags.js';

/** A text of the rule that is Markdown. */
export interface Prose {
  readonly value: RuleString;
  /** Worked out when first asked for: most texts have no problem to place. */
  readonly map: () => StringMap;
  readonly markdown: () => Markdown;
}

export function proseAt(document: RuleFrame, rule: RuleTable, key: string): Prose | undefined {
  const value = stringAt(rule, key);
  if (value === undefined || !value.closed) return undefined;
  return { value, map: once(() => stringMapOf(document.text, value)), markdown: once(() => readMarkdown(value.value)) };
}

/** Whether a rule whose guide is not there may have one all the same: in a file that could not be read, or as something else than a text. */
export function mayHaveNote(document: RuleFrame, rule: RuleTable): boolean {
  return entryOf(rule, 'note') !== undefined || isDamaged(document);
}

export const checkGuide: FrameCheck = (document, { isShown }) => {
  const { tree } = document;
  if (tree?.rule === undefined) return [];
  const { rule } = tree;
  const note = proseAt(document, rule, 'note');
  const setup = proseAt(document, rule, 'setup');
  const isUnreadable = note === undefined && mayHaveNote(document, rule);
  return [
    ...(note === undefined || document.format !== 'toml' || !isShown('DOC003') ? [] : setupHeadings(tree, rule, note, setup)),
    ...(isUnreadable || !isShown('DOC004') ? [] : triageProblems(document, tree, rule, note)),
    ...(note === undefined || !isShown('DOC005') ? [] : renamed(document, note)),
    ...(isUnreadable || !isShown('DOC006') ? [] : announced(document, note)),
    ...[note, setup].flatMap((prose) => (prose === undefined ? [] : markdownProblems(prose))),
  ];
};

/** The edit of a part of the text; none where the string cannot hold it. */
export function proseFix({ map }: Prose, title: string, span: Span, newText: string): readonly Fix[] {
  const encoded = map().encode(newText, span);
  return encoded === undefined ? [] : fixOf(title, [{ span: map().spanToFile(span), newText: encoded }]);
}

function setupHeadings(tree: RuleTree, rule: RuleTable, note: Prose, setup: Prose | undefined): readonly Problem[] {
  return note.markdown().headings.flatMap((heading) => {
    const what = setupProblem(heading, setup !== undefined);
    if (what === undefined) return [];
    const span = note.map().spanToFile(heading.span);
    const rename = setup === undefined ? proseFix(note, 'Make it `## Setup`', heading.span, '## Setup') : [];
    const move = movingToSetup(tree, rule, note, heading, setup);
    return [{ code: 'DOC003', span, message: what, fixes: isSetup(heading) ? [...safely(rename), ...move] : [...move, ...rename] }];
  });
}

const isSetup = ({ text }: Pick<Heading, 'text'>): boolean => text.toLowerCase() === 'setup';

function setupProblem({ level, text }: Heading, hasSetup: boolean): string | undefined {
  if (level === 2 && text === 'Setup') {
    return hasSetup ? 'The setup stands in the guide and in `setup`; it stands in one of them' : undefined;
  }
  if (isSetup({ text })) return 'The heading of the setup in a guide is `## Setup`, at that level and in that case';
  if (level === 2 && /config/i.test(text)) return `What \`${text}\` says belongs in \`setup\`, or below the heading \`## Setup\``;
  return undefined;
}

function movingToSetup(tree: RuleTree, rule: RuleTable, note: Prose, heading: Heading, setup: Prose | undefined): readonly Fix[] {
  const { markdown, value } = note;
  const section = sectionOf(markdown(), heading, value.value.length);
  const body = value.value.slice(heading.span.end, section.end).trim();
  const before = value.value.slice(0, section.start).trimEnd();
  const cut = proseFix(note, '', { start: before.length, end: section.end }, cutGap(before, section.end < value.value.length));
  const own = rule.entries.find((entry) => entry.value === value);
  const isWhole = before === '' && section.end === value.value.length && own !== undefined;
  const added =
    setup === undefined
      ? tree.writer.insertEntries(rule, [['setup', `## Setup\n\n${body}\n`]])
      : tree.writer.replaceValue(setup.value, `${setup.value.value.trimEnd()}\n\n${body}\n`);
  const edits = isWhole ? tree.writer.removeEntry(rule, own) : cut.flatMap((fix) => fix.edits);
  return edits.length === 0 || added.length === 0 ? [] : fixOf('Move it to `setup`', [...edits, ...added]);
}

/** What stands where a section was cut out. */
function cutGap(before: string, isFollowed: boolean): string {
  return before === '' ? '' : isFollowed ? '\n\n' : '\n';
}

const skeleton = `## Triage and analysis

### Investigating RULE

### Possible investigation steps

-

### False positive analysis

-

### Response and remediation

-
`;

function triageProblems({ severity, name }: RuleFrame, tree: RuleTree, rule: RuleTable, note: Prose | undefined): readonly Problem[] {
  if (severity === undefined || !['high', 'critical'].includes(severity.value)) return [];
  if (stringAt(rule, 'building_block_type') !== undefined || /## triage and analysis/i.test(note?.value.value ?? '')) return [];
  const text = skeleton.replace('RULE', () => name?.value ?? '');
  const title = 'Insert the usual sections';
  const fixes =
    note === undefined
      ? fixOf(title, tree.writer.insertEntries(rule, [['note', text]]))
      : proseFix(note, title, { start: 0, end: 0 }, `${text}\n`);
  const message = `A rule of severity ${severity.value} has a guide with the heading \`## Triage and analysis\``;
  return [
    {
      code: 'DOC004',
      span: severity.span,
      message,
      fixes,
    },
  ];
}

/** Without what makes a heading no other: case, spaces and marks. */
const simple = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function isInvestigation({ level, text }: Heading): boolean {
  return level === 3 && /^Investigating\b/.test(text);
}

/** A guide that was written under another name of the rule. */
function renamed({ name }: RuleFrame, note: Prose): readonly Problem[] {
  if (name === undefined) return [];
  const headings = note.markdown().headings.filter(isInvestigation);
  const wanted = `Investigating ${name.value}`;
  const [first] = headings;
  if (first === undefined || headings.some(({ text }) => text === wanted)) return [];
  const fixes = proseFix(note, `Replace by \`${wanted}\``, first.span, `### ${wanted}`);
  return [
    {
      code: 'DOC005',
      span: note.map().spanToFile(first.span),
      message: `The guide is headed \`${first.text}\`, but the rule's name is \`${name.value}\``,
      fixes: simple(first.text) === simple(wanted) ? safely(fixes) : fixes,
    },
  ];
}

const guideTag = 'Resources: Investigation Guide';

/** The tag that announces a guide, and the guide. */
function announced(document: RuleFrame, note: Prose | undefined): readonly Problem[] {
  const read = readTags(document);
  if (read === undefined) return [];
  const tag = read.tags.find(({ value }) => value === guideTag);
  if (tag !== undefined) {
    const text = note?.value.value ?? '';
    if (/investigat|## triage/i.test(text)) return [];
    const message =
      text === '' ? 'The tag announces a guide, but the rule has no `note`' : 'The tag announces a guide, but `note` holds none';
    return [{ code: 'DOC006', span: tag.span, message, fixes: removingTag(read, tag) }];
  }
  const heading = note?.markdown().headings.find(isInvestigation);
  if (heading === undefined || note === undefined || !usesFamilies(read)) return [];
  const message = `A rule with a guide has the tag \`${guideTag}\``;
  return [{ code: 'DOC006', span: note.map().spanToFile(heading.span), message, fixes: addingTags(read, [guideTag]) }];
}

function markdownProblems(prose: Prose): readonly Problem[] {
  const { markdown, map, value } = prose;
  const { openFence } = markdown();
  const end = { start: value.value.length, end: value.value.length };
  const closing = `${value.value.endsWith('\n') ? '' : '\n'}\`\`\`\n`;
  const fence = openFence === undefined ? [] : [
    {
      code: 'DOC007',
      span: map().spanToFile(openFence),
      message: 'Nothing closes this block of code, so all that follows is shown as code',
      fixes: proseFix(prose, 'Close it at the end', end, closing),
    },
  ]; // prettier-ignore
  return [...fence, ...brokenLinks(prose), ...trailingBlanks(prose)];
}

function brokenLinks({ markdown, map, value: { value: text } }: Prose): readonly Problem[] {
  const problems: Problem[] = [];
  for (let at = text.indexOf(']('), end = 0; at >= 0; at = text.indexOf('](', end)) {
    end = lineEnd(text, at);
    const start = text.lastIndexOf('\n', at) + 1;
    if (markdown().codeLines.has(start)) continue;
    const plain = text.slice(start, end).replace(/`[^`]*`/g, (code) => ' '.repeat(code.length));
    for (const link of plain.matchAll(/\[[^[\]]*\]\((?:\s*\)|[^()\s]*$)/g)) {
      problems.push({
        code: 'DOC007',
        span: map().spanToFile({ start: start + link.index, end: start + link.index + link[0].length }),
        message: link[0].endsWith(')') ? 'This link leads nowhere: its address is empty' : 'This link has no closing parenthesis',
      });
    }
  }
  return problems;
}

/** Two blanks are a line break in Markdown; other white space at the end of a line is a leftover. */
const leftover = /(?<=\S)(?: |\t| {3,}|[ \t]*\t[ \t]*)$/;

function trailingBlanks({ markdown, map, value: { value: text } }: Prose): readonly Problem[] {
  const spans: Span[] = [];
  for (let start = 0, end = lineEnd(text, 0); start <= text.length; start = end + 1, end = lineEnd(text, start)) {
    const last = text[end - 1];
    if ((last !== ' ' && last !== '\t') || markdown().codeLines.has(start)) continue;
    const found = leftover.exec(text.slice(start, end));
    if (found !== null) spans.push({ start: start + found.index, end });
  }
  const edits = spans.map((span) => ({ span: map().spanToFile(span), newText: '' }));
  const [first] = edits;
  if (first === undefined) return [];
  const where = spans.length === 1 ? 'this line' : `this and ${spans.length - 1} more ${spans.length === 2 ? 'line' : 'lines'}`;
  return [
    {
      code: 'DOC007',
      severity: 'hint',
      span: first.span,
      message: `White space at the end of ${where} has no meaning`,
      fixes: safely(fixOf('Remove it', edits)),
      unnecessary: true,
    },
  ];
}
