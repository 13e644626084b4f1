/**
 * A document printer after Wadler: text with places where a line may be broken, and groups that are broken only where they do not fit.
 * "A prettier printer": https://homepages.inf.ed.ac.uk/wadler/papers/prettier/prettier.pdf
 */

/** `flat` is what stands for the line break where the group fits on one line; without it the break is always taken. */
interface Line {
  readonly kind: 'line';
  readonly flat: string | undefined;
}

/** A line break, unless the line is still empty. */
interface FreshLine {
  readonly kind: 'freshLine';
}

interface Indent {
  readonly kind: 'indent';
  readonly contents: Doc;
}

/** Printed on one line if it fits; otherwise its own line breaks are taken, and those of its inner groups where these do not fit. */
interface Group {
  readonly kind: 'group';
  readonly contents: Doc;
}

/** As many items on a line as fit, beginning with `from`; the items before it stand already. */
interface Fill {
  readonly kind: 'fill';
  readonly items: readonly Doc[];
  readonly from: number;
}

/** Text that waits for the end of its line, such as a comment that runs to it. The next possible line break is taken. */
interface LineEnd {
  readonly kind: 'lineEnd';
  readonly text: string;
  /** Nothing else can follow the text on its line, but more text like it. */
  readonly isLast: boolean;
}

export type Doc = string | readonly Doc[] | Line | FreshLine | Indent | Group | Fill | LineEnd;

/** A space, or a line break. */
export const line: Doc = { kind: 'line', flat: ' ' };
/** Nothing, or a line break. */
export const softLine: Doc = { kind: 'line', flat: '' };
export const hardLine: Doc = { kind: 'line', flat: undefined };
export const freshLine: Doc = { kind: 'freshLine' };

export function indent(contents: Doc): Doc {
  return { kind: 'indent', contents };
}

export function group(contents: Doc): Doc {
  return { kind: 'group', contents };
}

export function fill(items: readonly Doc[]): Doc {
  return { kind: 'fill', items, from: 0 };
}

export function lineEnd(text: string, isLast: boolean): Doc {
  return { kind: 'lineEnd', text, isLast };
}

/** How many characters the document has on one line, without comments at line ends. */
export function flatWidth(doc: Doc): number {
  if (typeof doc === 'string') return doc.length;
  if (isList(doc)) return doc.reduce<number>((sum, part) => sum + flatWidth(part), 0);
  switch (doc.kind) {
    case 'line':
      return doc.flat?.length ?? 0;
    case 'freshLine':
    case 'lineEnd':
      return 0;
    case 'indent':
    case 'group':
      return flatWidth(doc.contents);
    case 'fill':
      return flatWidth(doc.items) + Math.max(0, doc.items.length - 1);
  }
}

export interface Page {
  /** The number of columns that a line should not exceed. */
  readonly width: number;
  readonly lineBreak: string;
}

const indentStep = 2;

/** A part of the document that is still to be printed. */
interface Task {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

/** The document as text, without a line break at its end. */
export function render(doc: Doc, page: Page): string {
  const output = new Output(page);
  const tasks: Task[] = [{ doc, indent: 0, flat: false }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) print(task, tasks, output);
  return output.finish();
}

function print(task: Task, tasks: Task[], output: Output): void {
  const { doc, flat } = task;
  if (typeof doc === 'string') {
    output.write(doc);
  } else if (isList(doc)) {
    push(tasks, doc, task);
  } else if (doc.kind === 'line') {
    if (flat && doc.flat !== undefined) output.write(doc.flat);
    else output.breakLine(task.indent);
  } else if (doc.kind === 'freshLine') {
    if (!output.isLineEmpty) output.breakLine(task.indent);
  } else if (doc.kind === 'indent') {
    tasks.push({ doc: doc.contents, indent: task.indent + indentStep, flat });
  } else if (doc.kind === 'group') {
    const onOneLine = { ...task, doc: doc.contents, flat: true };
    tasks.push(flat || fits(onOneLine, tasks, output) ? onOneLine : { ...onOneLine, flat: false });
  } else if (doc.kind === 'fill') {
    printFill(doc, task, tasks, output);
  } else {
    output.writeAtLineEnd(doc.text, doc.isLast);
  }
}

function printFill({ items, from }: Fill, task: Task, tasks: Task[], output: Output): void {
  const item = items[from];
  if (item === undefined) return;
  tasks.push({ ...task, doc: { kind: 'fill', items, from: from + 1 } });
  if (from > 0) {
    const joins = task.flat || fits({ ...task, doc: [line, item], flat: true }, tasks, output);
    if (joins) output.write(' ');
    else output.breakLine(task.indent);
  }
  const onOneLine = { ...task, doc: item, flat: true };
  tasks.push(task.flat || fits(onOneLine, tasks, output) ? onOneLine : { ...onOneLine, flat: false });
}

/** Whether what comes next, up to the first line break that may follow it, has room on the line. */
function fits(next: Task, following: readonly Task[], output: Output): boolean {
  const tasks: Task[] = [next];
  let space = output.space;
  let lineIsEnding = output.lineIsEnding;
  let at = following.length;
  while (space >= 0) {
    const task = tasks.pop() ?? following[--at];
    if (task === undefined) return true;
    const { doc, flat } = task;
    if (typeof doc === 'string') space = spaceAfter(doc, space, output.width);
    else if (isList(doc)) push(tasks, doc, task);
    else if (doc.kind === 'lineEnd') lineIsEnding = true;
    else if (doc.kind === 'fill') {
      if (doc.from > 0 && doc.from < doc.items.length && !flat) return true;
      push(tasks, spaced(doc), task);
    } else if (doc.kind === 'indent' || doc.kind === 'group') tasks.push({ ...task, doc: doc.contents });
    else if (!flat) return true;
    else if (doc.kind === 'freshLine' || doc.flat === undefined || lineIsEnding) return false;
    else space -= doc.flat.length;
  }
  return false;
}

function spaced({ items, from }: Fill): readonly Doc[] {
  return items.slice(from).flatMap((item, index) => (from + index === 0 ? [item] : [line, item]));
}

/** The room on the line after the text, which may have line breaks of its own. */
function spaceAfter(text: string, space: number, width: number): number {
  const lastBreak = text.lastIndexOf('\n');
  if (lastBreak < 0) return space - text.length;
  return space < text.search(/\r?\n/) ? -1 : width - (text.length - lastBreak - 1);
}

function push(tasks: Task[], docs: readonly Doc[], { indent: depth, flat }: Task): void {
  for (let at = docs.length - 1; at >= 0; at--) tasks.push({ doc: docs[at] ?? '', indent: depth, flat });
}

function isList(doc: Exclude<Doc, string>): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** The text printed so far, and the state of its last line. */
class Output {
  readonly #page: Page;
  readonly #done: string[] = [];
  #line = '';
  #atLineEnd = '';
  #last = '';
  #space: number;

  constructor(page: Page) {
    this.#page = page;
    this.#space = page.width;
  }

  get width(): number {
    return this.#page.width;
  }

  /** The room that is left on the line. */
  get space(): number {
    return this.#space;
  }

  get isLineEmpty(): boolean {
    return this.#line.trim() === '' && !this.lineIsEnding;
  }

  /** Whether text waits for the end of the line. */
  get lineIsEnding(): boolean {
    return this.#atLineEnd !== '' || this.#last !== '';
  }

  write(text: string): void {
    this.#line += text;
    this.#space = spaceAfter(text, this.#space, this.width);
  }

  writeAtLineEnd(text: string, isLast: boolean): void {
    if (isLast) this.#last += ` ${text}`;
    else this.#atLineEnd += ` ${text}`;
  }

  breakLine(depth: number): void {
    this.#done.push(this.#endLine());
    this.#line = ' '.repeat(depth);
    this.#space = this.width - depth;
  }

  finish(): string {
    this.#done.push(this.#endLine());
    return this.#done.join(this.#page.lineBreak);
  }

  #endLine(): string {
    const ended = this.#line.replace(/ +$/, '') + this.#atLineEnd + this.#last;
    this.#atLineEnd = '';
    this.#last = '';
    return ended;
  }
}
