/** Offsets to lines and characters and back: the one place that knows how lines end. */

/** A zero-based line and a zero-based UTF-16 character on it, as the Language Server Protocol counts. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Maps offsets of one text to positions and back. Lines end with LF, CRLF or a lone CR. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#starts = text.includes('\r') ? startsOfAnyLines(text) : startsOfLines(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): LinePosition {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }

  /** A line past the end gives the text's end, a character past the line's end the line's end (before its line break). */
  offsetAt(position: LinePosition): number {
    const start = this.#starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.#text.length;
    return Math.min(start + Math.max(0, position.character), this.#endOfLine(position.line));
  }

  /** The line's text without its line break. */
  lineText(line: number): string {
    return this.#text.slice(this.#starts[line] ?? this.#text.length, this.#endOfLine(line));
  }

  #endOfLine(line: number): number {
    const next = this.#starts[line + 1];
    if (next === undefined) return this.#text.length;
    return this.#text.startsWith('\r\n', next - 2) ? next - 2 : next - 1;
  }
}

function startsOfAnyLines(text: string): readonly number[] {
  const starts = [0];
  const lineEnd = /\r\n|\r|\n/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
  return starts;
}

/** Most texts have no line break but LF, which is found much faster alone. */
function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
