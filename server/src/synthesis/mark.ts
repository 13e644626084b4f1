/** Marks made events as synthetic, in a field that the query does not look at. */
import { putField, type MadeEvent, type MadeJson } from './madeEvent.js';

/** Puts the mark on an event. `fails`: what makes a near miss of it. */
export type Mark = (event: MadeEvent, fails: string | undefined) => MadeEvent;

interface MarkForm {
  readonly root: string;
  readonly mark: Mark;
}

const forms: readonly MarkForm[] = [
  { root: 'labels', mark: (event, fails) => withLabels(event, fails === undefined ? {} : { fails }) },
  { root: 'labels', mark: (event) => withLabels(event, {}) },
  { root: 'tags', mark: (event) => ({ ...event, tags: ['synthetic'] }) },
  { root: 'synthetic', mark: (event) => ({ ...event, synthetic: true }) },
];

/** The marks that change nothing for a query that reads these fields, the most telling first. Those of patterns of names are not among them: whoever marks tries. */
export function marksBeside(fieldsRead: readonly string[]): readonly Mark[] {
  return forms.filter(({ root }) => !fieldsRead.some((name) => name === root || name.startsWith(`${root}.`))).map(({ mark }) => mark);
}

function withLabels(event: MadeEvent, more: Readonly<Record<string, string>>): MadeEvent {
  const marked: Record<string, MadeJson> = { ...event };
  putField(marked, 'labels.synthetic', 'true');
  for (const [name, value] of Object.entries(more)) putField(marked, `labels.${name}`, value);
  return marked;
}
