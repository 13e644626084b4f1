/** QRY016: values that hardly any event has: stray spaces, characters that look like others, slips in the names of well-known programs. */
import { isOneSlipApart } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import { isPattern, type ConditionRoot, type TestPlace, type TestValue } from '../conditions/condition.js';
import { compareWholeValues } from '../conditions/compare.js';
import { oncePer } from '../../base/oncePer.js';
import { knownPrograms } from './knownPrograms.js';
import type { ValueCheck } from './valueChecks.js';

export const suspiciousValues: ValueCheck = (place) => {
  const { test, root } = place;
  const mayBeStray = isBeyondAscii(root);
  const isName = nameFields.test(test.field);
  if (!mayBeStray && !isName) return undefined;
  const isProgram = programFields.includes(test.field) && compareWholeValues(place.catalog, test);
  const problemOf = (value: TestValue): Problem | undefined =>
    !value.isText
      ? undefined
      : ((mayBeStray ? strayCharacters(value, place) : undefined) ??
        (isName ? (straySpace(value, place) ?? doubleExtension(value)) : undefined) ??
        (isProgram ? misspelt(value, place) : undefined));
  return { isDoubtful: isProgram ? isDoubtfulProgram : isDoubtful, problemOf };
};

function isDoubtful({ text }: Pick<TestValue, 'text'>): boolean {
  return beyondAscii.test(text) || text !== text.trim() || twoExtensions.test(text);
}

function isDoubtfulProgram(value: Pick<TestValue, 'text' | 'pattern'>): boolean {
  return isDoubtful(value) || nearPrograms(value).length > 0;
}

interface Stray {
  readonly shape: RegExp;
  readonly what: string;
  readonly instead: (found: string) => string | undefined;
}

/** Who means one of these writes its escape, which the source then has in its place. */
const strays: readonly Stray[] = [
  { shape: /[\u200B-\u200D\u2060\uFEFF]/, what: 'A character without width', instead: () => '' },
  { shape: /\u00A0/, what: 'A space that does not break', instead: () => ' ' },
  { shape: /[\u201C\u201D\u201E]/, what: 'A typographic quote', instead: () => undefined },
  { shape: /[\u2018\u2019]/, what: 'A typographic apostrophe', instead: () => "'" },
  // Between Latin letters, Greek and Cyrillic ones are meant to deceive or come from another keyboard.
  {
    shape: /(?<=[A-Za-z])[\u0370-\u04FF]|[\u0370-\u04FF](?=[A-Za-z])/,
    what: 'A letter of another alphabet that looks like a Latin one',
    instead: () => undefined,
  },
];

/** All strays are. */
const beyondAscii = /[^\u0000-\u007f]/;
const isBeyondAscii = oncePer(({ text }: ConditionRoot) => beyondAscii.test(text));

function strayCharacters(value: TestValue, { root }: TestPlace): Problem | undefined {
  const source = sliceSpan(root.text, value.span);
  if (!beyondAscii.test(source)) return undefined;
  for (const { shape, what, instead } of strays) {
    const found = shape.exec(source);
    if (found === null) continue;
    const at = value.span.start + found.index;
    const place = span(at, at + found[0].length);
    const newText = instead(found[0]);
    const title = newText === '' ? 'Remove it' : `Replace by \`${newText ?? ''}\``;
    const fixes: readonly Fix[] = newText === undefined ? [] : [{ title, edits: [{ span: place, newText }] }];
    const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    return { code: 'QRY016', span: place, message: `${what} (U+${code}) stands in this value, and in hardly any event`, fixes };
  }
  return undefined;
}

/** Names and paths, which never begin or end with a space. */
const nameFields = /\.(?:name|executable|path|extension|original_file_name|domain|provider|module|dataset|category|type|action|id)$/;

function straySpace(value: TestValue, { root }: TestPlace): Problem | undefined {
  const { text } = value;
  if (text === text.trim() || text.trim() === '' || isPattern(value)) return undefined;
  const source = sliceSpan(root.text, value.span);
  const quote = source.startsWith('"""') ? '"""' : '"';
  const inner = source.slice(quote.length, -quote.length);
  const fixes =
    source.startsWith(quote) && inner.trim() === text.trim()
      ? [replacement(value, `${quote}${text.trim()}${quote}`, 'Remove the space')]
      : [];
  return { code: 'QRY016', span: value.span, message: 'This value begins or ends with a space, which a name or path hardly does', fixes };
}

const twoExtensions = /(\.(?:exe|dll|bat|cmd|ps1|vbs|js|sys))\1$/i;

function doubleExtension({ text, span: place }: TestValue): Problem | undefined {
  const found = twoExtensions.exec(text);
  if (found === null) return undefined;
  return { code: 'QRY016', span: place, message: `The extension \`${found[1] ?? ''}\` stands here twice` };
}

const knownProgramList = [...knownPrograms];
/** All of them are among the fields of names. */
const programFields = ['process.name', 'process.parent.name', 'process.pe.original_file_name', 'process.parent.pe.original_file_name'];

/** The programs of Windows whose name is one slip from this one, which is none of them. */
function nearPrograms(value: Pick<TestValue, 'text' | 'pattern'>): readonly string[] {
  if (value.text.length < 'abcdef.exe'.length || isPattern(value)) return [];
  const name = value.text.toLowerCase();
  if (!name.endsWith('.exe') || knownPrograms.has(name)) return [];
  return knownProgramList.filter((known) => Math.abs(known.length - name.length) < 2 && isOneSlipApart(known, name));
}

/** One slip from the name of a program that comes with Windows, and the list does not have that name too. */
function misspelt(value: TestValue, { test, root }: TestPlace): Problem | undefined {
  const near = nearPrograms(value);
  const [only] = near;
  if (only === undefined || near.length > 1 || test.values.some(({ text }) => text.toLowerCase() === only)) return undefined;
  const source = sliceSpan(root.text, value.span);
  const fixes = source.includes(value.text) ? [replacement(value, source.replace(value.text, only), `Replace by \`${only}\``)] : [];
  return { code: 'QRY016', span: value.span, message: `No program of Windows has this name; did you mean \`${only}\`?`, fixes };
}

function replacement({ span: place }: TestValue, newText: string, title: string): Fix {
  return { title, edits: [{ span: place, newText }] };
}
