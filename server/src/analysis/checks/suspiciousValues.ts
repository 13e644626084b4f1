/** QRY016: values that hardly any event has: stray spaces, characters that look like others, slips in the names of well-known programs. */
import { isOneSlipApart } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import type { TestPlace, TestValue } from '../conditions/condition.js';
import { hasWildcards } from '../conditions/pattern.js';
import { comparesWholeValues } from '../conditions/compare.js';
import { knownPrograms } from './knownPrograms.js';

export function suspiciousValues(place: TestPlace): readonly Problem[] {
  return place.test.values
    .filter(({ isText }) => isText)
    .flatMap(
      (value) => strayCharacters(value, place) ?? straySpace(value, place) ?? doubleExtension(value, place) ?? misspelt(value, place) ?? [],
    );
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

function strayCharacters(value: TestValue, { root }: TestPlace): readonly Problem[] | undefined {
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
    return [{ code: 'QRY016', span: place, message: `${what} (U+${code}) stands in this value, and in hardly any event`, fixes }];
  }
  return undefined;
}

/** Names and paths, which never begin or end with a space. */
const nameFields = /\.(?:name|executable|path|extension|original_file_name|domain|provider|module|dataset|category|type|action|id)$/;

function straySpace(value: TestValue, { test, root }: TestPlace): readonly Problem[] | undefined {
  const { text } = value;
  if (text === text.trim() || text.trim() === '' || hasWildcards(value.pattern) || !nameFields.test(test.field)) return undefined;
  const source = sliceSpan(root.text, value.span);
  const quote = source.startsWith('"""') ? '"""' : '"';
  const inner = source.slice(quote.length, -quote.length);
  const fixes =
    source.startsWith(quote) && inner.trim() === text.trim()
      ? [replacement(value, `${quote}${text.trim()}${quote}`, 'Remove the space')]
      : [];
  return [{ code: 'QRY016', span: value.span, message: 'This value begins or ends with a space, which a name or path hardly does', fixes }];
}

function doubleExtension(value: TestValue, { test }: TestPlace): readonly Problem[] | undefined {
  const found = /(\.(?:exe|dll|bat|cmd|ps1|vbs|js|sys))\1$/i.exec(value.text);
  if (found === null || !nameFields.test(test.field)) return undefined;
  return [{ code: 'QRY016', span: value.span, message: `The extension \`${found[1] ?? ''}\` stands here twice` }];
}

const knownProgramList = [...knownPrograms];
const programFields = ['process.name', 'process.parent.name', 'process.pe.original_file_name', 'process.parent.pe.original_file_name'];

/** One slip from the name of a program that comes with Windows, and the list does not have that name too. */
function misspelt(value: TestValue, { test, root, catalog }: TestPlace): readonly Problem[] | undefined {
  const name = value.text.toLowerCase();
  if (!programFields.includes(test.field) || !name.endsWith('.exe') || hasWildcards(value.pattern) || !comparesWholeValues(test, catalog))
    return undefined;
  if (knownPrograms.has(name) || name.length < 'abcdef.exe'.length) return undefined;
  const near = knownProgramList.filter((known) => isOneSlipApart(known, name));
  const [only] = near;
  if (only === undefined || near.length > 1 || test.values.some(({ text }) => text.toLowerCase() === only)) return undefined;
  const source = sliceSpan(root.text, value.span);
  const fixes = source.includes(value.text) ? [replacement(value, source.replace(value.text, only), `Replace by \`${only}\``)] : [];
  return [{ code: 'QRY016', span: value.span, message: `No program of Windows has this name; did you mean \`${only}\`?`, fixes }];
}

function replacement({ span: place }: TestValue, newText: string, title: string): Fix {
  return { title, edits: [{ span: place, newText }] };
}
