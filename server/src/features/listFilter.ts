/** The words that a user filters the results by: each has to be in some value of a match, or in one of the fields that it names. */

export interface FilteredMatch {
  readonly number: string;
  readonly joinKeys: readonly string[];
  readonly events: readonly FilteredEvent[];
}

interface FilteredEvent {
  readonly line: string;
  readonly time: string;
  /** One for each column. */
  readonly values: readonly (string | undefined)[];
}

type Term = (match: FilteredMatch) => boolean;

/**
 * Case makes no difference; quotes keep words together. A name before a colon is that of a column, or its last parts; with nothing behind
 * the colon any value will do.
 */
export function compileListFilter(filter: string, columns: readonly string[]): (match: FilteredMatch) => boolean {
  const terms = [...filter.matchAll(/([^\s":]+):(?=\s|$)|(?:([^\s":]+):)?(?:"([^"]*)"?|(\S+))/g)].map(
    ([whole, nameAlone, name, quoted, word]) => termOf(whole, name ?? nameAlone, quoted ?? word ?? '', columns),
  );
  return (match) => terms.every((term) => term(match));
}

function termOf(whole: string, name: string | undefined, text: string, columns: readonly string[]): Term {
  const ofField = name === undefined ? undefined : fieldTerm(name.toLowerCase(), text.toLowerCase(), columns);
  return ofField ?? anywhere(name === undefined ? text : whole.replaceAll('"', ''));
}

function anywhere(text: string): Term {
  const has = containing(text.toLowerCase());
  return ({ joinKeys, events }) =>
    joinKeys.some(has) || events.some(({ line, time, values }) => values.some(has) || has(time) || line === text);
}

/** Undefined where no column has that name, so that `C:\Windows` is looked for as it stands. */
function fieldTerm(name: string, text: string, columns: readonly string[]): Term | undefined {
  const has = containing(text);
  if (name === 'line') return ({ events }) => events.some(({ line }) => line === text);
  if (name === 'time' || name === '@timestamp') return ({ events }) => events.some(({ time }) => has(time));
  if (name === '#') return ({ number }) => number === text;
  const meant = columns.flatMap((column, index) => {
    const lower = column.toLowerCase();
    return lower === name || lower.endsWith(`.${name}`) ? [index] : [];
  });
  if (meant.length === 0) return undefined;
  return ({ events }) => events.some(({ values }) => meant.some((index) => has(values[index])));
}

function containing(lower: string): (value: string | undefined) => boolean {
  return (value) => value !== undefined && value.toLowerCase().includes(lower);
}
