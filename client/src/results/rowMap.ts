/** Which row of the grid shows what: a match is one row, or, of sequences, one for itself and one for each stage below, which can be folded. */

/** `stage` undefined: the row of the match itself. */
export interface RowPlace {
  readonly place: number;
  readonly stage: number | undefined;
}

export class RowMap {
  #folded: number[] = [];

  /** `stages`: rows below each match. */
  constructor(
    readonly matches: number,
    readonly stages: number,
  ) {}

  /** With more matches at the end; what is folded stays so. */
  grown(matches: number): RowMap {
    const map = new RowMap(matches, this.stages);
    map.#folded = this.#folded;
    return map;
  }

  get rows(): number {
    return this.rowOf(this.matches);
  }

  /** The row of a match. */
  rowOf(place: number): number {
    return place * (this.stages + 1) - this.stages * this.#foldedBefore(place);
  }

  at(row: number): RowPlace | undefined {
    if (row < 0 || row >= this.rows) return undefined;
    let low = 0;
    let high = this.matches - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.rowOf(middle) <= row) low = middle;
      else high = middle - 1;
    }
    const stage = row - this.rowOf(low) - 1;
    return { place: low, stage: stage < 0 ? undefined : stage };
  }

  isFolded(place: number): boolean {
    return this.#folded[this.#foldedBefore(place)] === place;
  }

  /** Whether that changed anything. */
  fold(place: number, folded: boolean): boolean {
    if (this.stages === 0 || this.isFolded(place) === folded) return false;
    this.#folded.splice(this.#foldedBefore(place), folded ? 0 : 1, ...(folded ? [place] : []));
    return true;
  }

  #foldedBefore(place: number): number {
    let low = 0;
    let high = this.#folded.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#folded[middle] ?? Infinity) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
