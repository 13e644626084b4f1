/** Event categories, the word before `where`: those of ECS and those seen in the sample events. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { eqlKeywords } from '../../syntax/eql/tokens.js';
import { type Candidate, sampleValues, spaceAfter, type Surroundings, typed } from './candidate.js';
import { writeEqlString } from './values.js';

/** What most rules are about, in this order; the others follow. */
const usual: readonly string[] = ['process', 'file', 'network', 'registry', 'library', 'authentication', 'dns', 'driver'];

export function categoryCandidates(surroundings: Surroundings): readonly Candidate[] {
  const listed = surroundings.catalog.field('event.category')?.values?.list ?? [];
  const known = new Set(listed.map(({ name }) => name));
  const seen = sampleValues(surroundings, 'event.category').flatMap((value) => (known.has(String(value)) ? [] : [{ name: String(value) }]));
  return [...listed.map((row) => ({ ...row, detail: 'ECS' })), ...seen.map((row) => ({ ...row, detail: 'in the sample' }))].map((row) =>
    candidateOf(row, surroundings),
  );
}

function candidateOf(
  { name, detail, description }: { readonly name: string; readonly detail: string; readonly description?: string },
  surroundings: Surroundings,
): Candidate {
  const quoted = typed(surroundings).startsWith('"');
  const written = quoted || !/^[A-Za-z_]\w*$/.test(name) || eqlKeywords.includes(name) ? writeEqlString(name) : name;
  const rest = surroundings.text.slice(surroundings.end);
  const where = /^\s*where\b/.test(rest) || quoted ? '' : ` where${spaceAfter(surroundings)}`;
  const place = usual.indexOf(name);
  return {
    label: name,
    kind: CompletionItemKind.Class,
    insertion: [`${written}${where}`],
    rank: place < 0 ? usual.length : place,
    detail,
    filter: quoted ? written : name,
    ...(description === undefined ? {} : { documentation: description }),
    continues: true,
  };
}
