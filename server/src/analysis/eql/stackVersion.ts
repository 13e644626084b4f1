/** EQL117: parts of EQL that the oldest Elastic Stack a rule is for does not have. */
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { entryOf } from '../../rule/value.js';
import type { EqlNode } from '../../syntax/eql/ast.js';
import type { NodesOfKind } from '../../syntax/tree.js';
import { eqlNodes } from './nodes.js';

type Version = readonly [major: number, minor: number];

interface NewPart {
  readonly what: string;
  readonly since: Version;
  readonly places: (nodes: NodesOfKind<EqlNode>) => readonly Span[];
}

/** Spans are offsets into the file, as its `min_stack_version` is part of the problem. */
export function stackVersion(document: RuleDocument): readonly Problem[] {
  const least = readVersion(document.minStackVersion?.value);
  if (least === undefined) return [];
  const parts = newParts.filter(({ since }) => isBefore(least, since));
  if (parts.length === 0) return [];
  return document.queries.flatMap(({ parsed, map }) => {
    if (parsed?.language !== 'eql') return [];
    const nodes = eqlNodes(parsed.tree);
    return parts.flatMap(({ what, since, places }) =>
      places(nodes).map((span) => ({
        code: 'EQL117',
        span: map.spanToFile(span),
        message: `${what} Elastic ${since.join('.')}, but min_stack_version is ${document.minStackVersion?.value ?? ''}`,
        fixes: raise(document, `${since.join('.')}.0`),
      })),
    );
  });
}

/** https://www.elastic.co/docs/release-notes/elasticsearch */
const newParts: readonly NewPart[] = [
  { what: 'Samples need', since: [8, 6], places: (nodes) => nodes('sample').map((node) => startOf(node, 'sample')) },
  {
    what: 'Missing events `![…]` need',
    since: [8, 9],
    places: (nodes) =>
      nodes('item')
        .filter(({ missingEvent }) => missingEvent)
        .map((node) => startOf(node, '![')),
  },
  { what: '`with runs` needs', since: [7, 16], places: (nodes) => nodes('runs').map((node) => node.span) },
  {
    what: 'Optional fields `?…` need',
    since: [7, 16],
    places: (nodes) =>
      nodes('field')
        .filter(({ optional }) => optional)
        .map((node) => node.span),
  },
];

function startOf({ span: { start } }: EqlNode, word: string): Span {
  return { start, end: start + word.length };
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
