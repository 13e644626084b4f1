/** The bounds that keep hostile or huge input from hanging or exhausting us. Each is reported when it is reached. */
export const limits = {
  /** Deepest nesting of a query before it is refused. */
  queryDepth: 256,
  /** Largest rule or other text file read as a whole, in bytes. */
  textBytes: 16 * 1024 * 1024,
  /** Largest file that is read through the editor, which hands it over as a whole, in bytes. */
  editorFileBytes: 512 * 1024 * 1024,
  /** Largest single event, in bytes. */
  eventBytes: 64 * 1024 * 1024,
  /** Problems of one kind in one rule that are listed; beyond that they are counted. */
  listedOfOneCode: 100,
  /** Files of a workspace that are looked at for rules. */
  foundFiles: 20_000,
  /** Matching events whose text is kept with the result. */
  keptHits: 1000,
  /** Matching events that are listed in full, without their text. */
  listedHits: 100_000,
  /** Characters of their values in all; of one value. */
  listedCharacters: 40_000_000,
  listedValueCharacters: 2000,
  /** Unreadable lines listed one by one; beyond that they are counted. */
  listedBadLines: 20,
} as const;
