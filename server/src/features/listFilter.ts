/** The words that a user filters the results by: each has to be in some value of a match, or in one of the fields that it names. */

export interface FilteredMatch {
  readonly joinKeys?: readonly string[];
  readonly rows: readonly FilteredRow[];
}

interface FilteredRow {
  /** Zero-based. */
  readonly line: number;
  readonly timestamp: string | undefined;
  /** One for each column. */
  readonly values: readonly (string | undefined)[];
}

/** `number`: of the match, counted from one. */
type Term = (match: FilteredMatch, number: number) => boolean;

/**
 * Case makes no difference; quotes keep words together. A name before a colon is that of a column, or its last parts; with nothing behind
 * the colon any value will do.
 */
export function compileListFilter(filter: string, columns: readonly string[]): Term {
  const terms = [...filter.matchAll(/([^\s":]+):(?=\s|$)|(?:([^\s":]+):)?(?:"([^"]*)"?|(\S+))/g)].map(
    ([whole, nameAlone, name, quoted, word]) => termOf(whole, name ?? nameAlone, quoted ?? word ?? '', columns),
  );
  return (match, number) => terms.every((term) => term(match, number));
}

function termOf(whole: string, name: string | undefined, text: string, columns: readonly string[]): Term {
  const ofField = name === undefined ? undefined : fieldTerm(name.toLowerCase(), text, columns);
  return ofField ?? anywhere(name === undefined ? text : whole.replaceAll('"', ''));
}

function anywhere(text: string): Term {
  const has = containing(text);
  const line = lineOf(text);
  return ({ joinKeys, rows }) =>
    rows.some((row) => row.line === line || row.values.some(has) || has(row.timestamp)) || joinKeys?.some(has) === true;
}

/** Undefined where no column has that name, so that `C:\Windows` is looked for as it stands. */
function fieldTerm(name: string, text: string, columns: readonly string[]): Term | undefined {
  const has = containing(text);
  const line = lineOf(text);
  if (name === 'line') return ({ rows }) => rows.some((row) => row.line === line);
  if (name === 'time' || name === '@timestamp') return ({ rows }) => rows.some(({ timestamp }) => has(timestamp));
  if (name === '#') return (_, number) => String(number) === text;
  const meant = columns.flatMap((column, index) => {
    const lower = column.toLowerCase();
    return lower === name || lower.endsWith(`.${name}`) ? [index] : [];
  });
  if (meant.length === 0) return undefined;
  return ({ rows }) => rows.some(({ values }) => meant.some((index) => has(values[index])));
}

/** Zero-based; a number that no line has where the text is none. */
function lineOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) - 1 : -1;
}

/** A regular expression that ignores case is quicker than lower case copies of 100,000 values. */
function containing(text: string): (value: string | undefined) => boolean {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'iu');
  return (value) => value !== undefined && pattern.test(value);
}
