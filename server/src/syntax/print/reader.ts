/**
 * Hands a printer the tokens of a text in their order, each with the comments around it, so that nothing is lost, added or swapped:
 * the tree says only where lines may be broken.
 */
import { invariant } from '../../base/invariant.js';
import type { Span } from '../../base/span.js';
import { freshLine, hardLine, lineEnd, type Doc } from './doc.js';

export interface PrintToken {
  readonly span: Span;
  /** As it is to be printed. */
  readonly text: string;
  /** White space after it would change what it is. */
  readonly isTight?: boolean;
}

export interface PrintComment extends PrintToken {
  /** Goes on to the end of its line. */
  readonly endsLine: boolean;
}

/** The comments of one gap between tokens: those at the end of the line of the token before it, and the others. */
interface Gap {
  readonly trailing: readonly PrintComment[];
  readonly leading: readonly PrintComment[];
}

export class TokenReader {
  readonly #tokens: readonly PrintToken[];
  /** The gap before each token, and the one at the end of the text. */
  readonly #gaps: readonly Gap[];
  #at = 0;
  #waiting: readonly PrintComment[];

  constructor(text: string, tokens: readonly PrintToken[], comments: readonly PrintComment[]) {
    this.#tokens = tokens;
    this.#gaps = readGaps(text, tokens, comments);
    this.#waiting = this.#gaps[0]?.leading ?? [];
  }

  /** Whether the next token begins before the offset. */
  isBefore(offset: number): boolean {
    return (this.#tokens[this.#at]?.span.start ?? Infinity) < offset;
  }

  /** The next token, in the middle of a line. */
  take(): Doc {
    const comments = this.#waiting;
    this.#waiting = [];
    return [comments.map(({ text, endsLine }) => (endsLine ? [freshLine, text, hardLine] : [text, ' '])), this.#next()];
  }

  /** The tokens that begin before the offset, with nothing between. */
  takeUntil(offset: number): Doc {
    const docs: Doc[] = [];
    while (this.isBefore(offset)) docs.push(this.take());
    return docs;
  }

  /** The next token, which stands between two parts: comments before it go to the part after it. */
  takeSeparator(): Doc {
    return this.#next();
  }

  /** What stands on lines of its own before the next token, where that token may begin a line: comments that have no room elsewhere. */
  takeLead(): Doc {
    const afterComment = (this.#gaps[this.#at]?.trailing.length ?? 0) > 0;
    const comments = this.#waiting;
    this.#waiting = [];
    return [afterComment ? freshLine : '', comments.map(({ text }) => [freshLine, text, hardLine])];
  }

  /** The comments between a part and what closes it, each on a line of its own. */
  takeDangling(): Doc {
    const comments = this.#waiting;
    this.#waiting = [];
    return comments.map(({ text }) => [hardLine, text]);
  }

  /** Whether a lead would be more than nothing. */
  get hasLead(): boolean {
    return this.#waiting.length > 0 || (this.#gaps[this.#at]?.trailing.length ?? 0) > 0;
  }

  /** Whether white space may follow the last token that was taken. */
  get allowsSpace(): boolean {
    return this.#tokens[this.#at - 1]?.isTight !== true;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length && this.#waiting.length === 0;
  }

  #next(): Doc {
    const token = this.#tokens[this.#at];
    invariant(token !== undefined, 'the tree has more tokens than the text');
    this.#at++;
    const gap = this.#gaps[this.#at];
    this.#waiting = [...this.#waiting, ...(gap?.leading ?? [])];
    return [token.text, (gap?.trailing ?? []).map(({ text, endsLine }) => lineEnd(text, endsLine))];
  }
}

function readGaps(text: string, tokens: readonly PrintToken[], comments: readonly PrintComment[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let at = 0;
  for (let index = 0; index <= tokens.length; index++) {
    const end = tokens[index]?.span.start ?? Infinity;
    const first = at;
    while ((comments[at]?.span.start ?? Infinity) < end) at++;
    gaps.push(readGap(text, tokens[index - 1], comments.slice(first, at)));
  }
  return gaps;
}

const breaksLine = /[\r\n]/;

/** Comments trail a token when they begin on its line and nothing else follows there. A line break that ends such a comment is no free white space. */
function readGap(text: string, before: PrintToken | undefined, comments: readonly PrintComment[]): Gap {
  if (before === undefined || comments.length === 0) return { trailing: [], leading: comments };
  let count = 0;
  let end = before.span.end;
  for (const { span } of comments) {
    if (breaksLine.test(text.slice(end, span.start))) break;
    count++;
    end = span.end;
  }
  const endsLine = comments[count - 1]?.endsLine === true || /^[ \t]*[\r\n]/.test(text.slice(end));
  return endsLine ? { trailing: comments.slice(0, count), leading: comments.slice(count) } : { trailing: [], leading: comments };
}
