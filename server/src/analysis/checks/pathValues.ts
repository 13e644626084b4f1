/** QRY015: paths where a name is compared, names where a path is, and paths that are not written as events have them. */
import type { Fix, Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import { shortened } from '../../syntax/recover.js';
import { isPattern, type TestPlace, type TestValue } from '../conditions/condition.js';
import type { ValueCheck } from './valueChecks.js';

/** The field with the whole path of what a field names. */
const pathOfName: ReadonlyMap<string, string> = new Map([
  ['process.name', 'process.executable'],
  ['process.parent.name', 'process.parent.executable'],
  ['file.name', 'file.path'],
  ['dll.name', 'dll.path'],
]);
const nameOfPath: ReadonlyMap<string, string> = new Map([...pathOfName].map(([name, path]) => [path, name]));

export const pathValues: ValueCheck = (place) => {
  const path = pathOfName.get(place.test.field);
  const name = nameOfPath.get(place.test.field);
  if (path === undefined && name === undefined) return undefined;
  const problemOf = (value: TestValue): Problem | undefined => {
    const found = !value.isText ? undefined : path !== undefined ? inName(value, path, place) : inPath(value, name ?? '', place);
    if (found === undefined) return undefined;
    const { swap, message, severity } = found;
    const fixes = [...found.fixes, ...otherField(swap, place)];
    return { code: 'QRY015', span: value.span, message, fixes, ...(severity === undefined ? {} : { severity }) };
  };
  return { isDoubtful: path !== undefined ? hasFolders : isDoubtfulPath, problemOf };
};

interface Found {
  readonly message: string;
  readonly fixes: readonly Fix[];
  readonly severity?: 'hint';
  /** The field to compare instead. */
  readonly swap: string | undefined;
}

function hasFolders({ text }: Pick<TestValue, 'text'>): boolean {
  return /[\\/]/.test(text);
}

function inName(value: TestValue, path: string, { test: { field } }: TestPlace): Found | undefined {
  // Sysmon names pipes with their backslash.
  if (!hasFolders(value) || /^\\.*pipe/i.test(value.text)) return undefined;
  return { message: `\`${field}\` has the name alone, without folders; compare a path with \`${path}\``, fixes: [], swap: path };
}

/** All that is said of a path is said of texts like these. */
const doubtfulPath = /^(?:[\w.-]+$|\*?%|[a-z]:)|[\t\n\r\f\b]/i;

function isDoubtfulPath({ text }: Pick<TestValue, 'text'>): boolean {
  return doubtfulPath.test(text);
}

function inPath(value: TestValue, name: string, place: TestPlace): Found | undefined {
  const { field } = place.test;
  const { text } = value;
  if (!isDoubtfulPath(value)) return undefined;
  if (/^[\w.-]+\.(?:exe|dll|sys)$/i.test(text)) {
    return { message: `\`${field}\` has the whole path; compare a name alone with \`${name}\``, fixes: [], swap: name };
  }
  const variable = /^\*?(%\w+%)/.exec(text)?.[1];
  if (variable !== undefined) {
    const message = `Events have the folder that \`${shortened(variable)}\` stands for, not its name; write the folder or a wildcard`;
    return { message, fixes: [], swap: undefined };
  }
  if (place.root.language === 'eql' && /[\t\n\r\f\b]/.test(text)) {
    const message = 'A backslash before `t`, `n`, `r`, `f` or `b` begins an escape; write two for one that stands for itself';
    return { message, fixes: [], swap: undefined };
  }
  return driveLetter(value, place);
}

/** Rules for a fleet are better off with any drive; what lies in it is the same. */
function driveLetter(value: TestValue, { test, root }: TestPlace): Found | undefined {
  if (root.language !== 'eql' || !test.takesPatterns || !/^[a-z]:\\/i.test(value.text) || !isPattern(value)) return undefined;
  const source = sliceSpan(root.text, value.span);
  const at = value.span.start + source.search(/[a-z]:/i);
  return {
    severity: 'hint',
    message: `The drive is not \`${value.text.slice(0, 2)}\` on every host; \`?:\` takes any`,
    fixes: [{ title: 'Take any drive', edits: [{ span: span(at, at + 1), newText: '?' }] }],
    swap: undefined,
  };
}

/** Only for a value that stands alone: others of a list may suit the field as it is. */
function otherField(swap: string | undefined, { test }: TestPlace): readonly Fix[] {
  if (swap === undefined || test.values.length > 1) return [];
  return [{ title: `Compare \`${swap}\``, edits: [{ span: test.fieldSpan, newText: swap }] }];
}
