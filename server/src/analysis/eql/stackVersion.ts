/** EQL117: parts of EQL that the oldest Elastic Stack a rule is for does not have. */
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { entryOf } from '../../rule/value.js';
import { eqlChildren, type EqlNode } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';

type Version = readonly [major: number, minor: number];

interface NewPart {
  readonly what: string;
  readonly since: Version;
  readonly span: Span;
}

/** Spans are offsets into the file, as its `min_stack_version` is part of the problem. */
export function stackVersion(document: RuleDocument): readonly Problem[] {
  const least = readVersion(document.minStackVersion?.value);
  if (least === undefined) return [];
  return document.queries.flatMap(({ parsed, map }) => {
    if (parsed?.language !== 'eql') return [];
    return newParts(parsed.tree)
      .filter(({ since }) => isBefore(least, since))
      .map(({ what, since, span }) => ({
        code: 'EQL117',
        span: map.spanToFile(span),
        message: `${what} Elastic ${since.join('.')}, but min_stack_version is ${document.minStackVersion?.value ?? ''}`,
        fixes: raise(document, `${since.join('.')}.0`),
      }));
  });
}

/** https://www.elastic.co/docs/release-notes/elasticsearch */
function newParts(tree: EqlNode): readonly NewPart[] {
  const parts: NewPart[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'sample')
      parts.push({ what: 'Samples need', since: [8, 6], span: { start: node.span.start, end: node.span.start + 'sample'.length } });
    if (node.kind === 'item' && node.missingEvent) {
      parts.push({
        what: 'Missing events `![…]` need',
        since: [8, 9],
        span: { start: node.span.start, end: node.span.start + '!['.length },
      });
    }
    if (node.kind === 'runs') parts.push({ what: '`with runs` needs', since: [7, 16], span: node.span });
    if (node.kind === 'field' && node.optional) parts.push({ what: 'Optional fields `?…` need', since: [7, 16], span: node.span });
  });
  return parts;
}

function readVersion(text: string | undefined): Version | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(text ?? '') ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

function isBefore([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function raise({ tree }: RuleDocument, version: string): readonly Fix[] {
  const entry = tree?.metadata === undefined ? undefined : entryOf(tree.metadata, 'min_stack_version');
  if (tree === undefined || entry === undefined) return [];
  return [{ title: `Raise min_stack_version to ${version}`, edits: tree.writer.replaceValue(entry.value, version) }];
}
