// Figures that the counts of server/tools/corpusCounts.json are held against: for some patterns, how many of all active rules of
// elastic/detection-rules have them, counted with other means than Rulewright's checks. generateDocs.mjs puts both side by side.

/** Rules that were counted for the figures below. */
export const countedRules = 2068;

/** `count`: rules with what the code is about. `note`: why Rulewright's own count differs, where it does. */
export const calibration = [
  { code: 'RUL005', count: 0 },
  { code: 'RUL010', count: 1 },
  { code: 'RUL011', count: 18 },
  {
    code: 'RUL012',
    count: 24,
    note: 'A mapping to the severity that the rule has anyway is reported only where it is the only one: of several the highest wins, so that it may count. All that were counted stand beside others.',
  },
  { code: 'SCH002', count: 1 },
  { code: 'SCH003', count: 2 },
  { code: 'SCH004', count: 4 },
  { code: 'SCH005', count: 23 },
  { code: 'SCH008', count: 55 },
  { code: 'SCH010', count: 1 },
  { code: 'SCH011', count: 145 },
  { code: 'TAG001', count: 0 },
  { code: 'TAG004', count: 786 },
  { code: 'ATK002', count: 2 },
  { code: 'ATK008', count: 180 },
  { code: 'DOC006', count: 13 },
  { code: 'IDX009', count: 498 },
  { code: 'TYP112', count: 1 },
  { code: 'QRY005', count: 81 },
  { code: 'QRY013', count: 0 },
  { code: 'QRY014', count: 408 },
  { code: 'EQL101', count: 2 },
  { code: 'EQL102', count: 11 },
  { code: 'EQL103', count: 28 },
  {
    code: 'EQL106',
    count: 11,
    note: 'Every sequence without maxspan was counted. Nothing is said where a join key is an entity id, as in all of these: what it names lives only so long.',
  },
  {
    code: 'EQL112',
    count: 52,
    note: 'Every query that begins with `any where` was counted. It is reported only where a condition lets nothing but events of one category through, which is so in none of these.',
  },
  { code: 'KQL101', count: 3 },
  { code: 'KQL102', count: 3 },
  { code: 'FMT002', count: 334 },
];
