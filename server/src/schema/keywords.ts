/** One sentence of help for each keyword of the two languages: hover and completion show it. */

export interface KeywordRow {
  readonly word: string;
  readonly summary: string;
  readonly example: string;
}

/** https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax */
export const eqlKeywordHelp: readonly KeywordRow[] = [
  { word: 'any', summary: 'Events of every category.', example: 'any where user.name == "root"' },
  { word: 'where', summary: 'Between the event category and the condition its events must meet.', example: 'process where true' },
  { word: 'and', summary: 'True if both sides are true. Binds tighter than `or`.', example: 'a == 1 and b == 2' },
  { word: 'or', summary: 'True if one side is true. Binds weaker than `and`.', example: 'a == 1 or b == 2' },
  { word: 'not', summary: 'True if the condition is false, also because the event does not have the field.', example: 'not user.name : "root"' },
  { word: 'true', summary: 'Always true: `process where true` is every process event.', example: 'network where true' },
  { word: 'false', summary: 'Never true.', example: 'process.Ext.session == false' },
  { word: 'null', summary: 'No value: `== null` is true if the event does not have the field, `!= null` if it does.', example: 'user.name != null' },
  { word: 'in', summary: 'True if the value is in the list, case-sensitive.', example: 'event.type in ("start", "end")' },
  { word: 'in~', summary: 'True if the value is in the list, ignoring case.', example: 'process.name in~ ("cmd.exe", "pwsh.exe")' },
  { word: 'like', summary: 'True if the whole value matches one of the wildcard patterns, case-sensitive.', example: 'file.name like "*.lnk"' },
  { word: 'like~', summary: 'True if the whole value matches one of the wildcard patterns, ignoring case.', example: 'file.name like~ "*.lnk"' },
  { word: 'regex', summary: 'True if the whole value matches one of the regular expressions, case-sensitive.', example: 'file.name regex "[0-9]+"' },
  { word: 'regex~', summary: 'True if the whole value matches one of the regular expressions, ignoring case.', example: 'file.name regex~ "[a-f]+"' },
  {
    word: 'sequence',
    summary: 'Events that follow each other in the order of the items.',
    example: 'sequence by host.id with maxspan=1m [file where true] [process where true]',
  },
  { word: 'by', summary: 'Joins only events that agree in these fields.', example: 'sequence by host.id, user.id' },
  { word: 'with', summary: 'Before an option: `maxspan` of a sequence or `runs` of an item.', example: 'with maxspan=30s' },
  { word: 'maxspan', summary: 'The longest time from the first to the last event of a sequence; units ms, s, m, h, d.', example: 'with maxspan=30s' },
  { word: 'runs', summary: 'How many times in a row the item must match, 1 to 100.', example: '[authentication where true] with runs=5' },
  { word: 'until', summary: 'An event that ends a sequence that is not complete yet.', example: 'until [process where event.type == "end"]' },
  {
    word: 'sample',
    summary: 'Events that agree in the join fields, in any order of time.',
    example: 'sample by host.id [file where true] [process where true]',
  },
  { word: 'head', summary: 'Keeps the first results.', example: '| head 10' },
  { word: 'tail', summary: 'Keeps the last results.', example: '| tail 10' },
]; // prettier-ignore

/** https://www.elastic.co/docs/reference/query-languages/kql */
export const kqlKeywordHelp: readonly KeywordRow[] = [
  { word: 'and', summary: 'True if both sides are true. Binds tighter than `or`.', example: 'event.type:start and user.name:root' },
  { word: 'or', summary: 'True if one side is true; also between the values of a list.', example: 'process.name:(cmd.exe or pwsh.exe)' },
  { word: 'not', summary: 'True if what follows is false, also because the event does not have the field.', example: 'not user.name:root' },
  { word: 'true', summary: 'The value of a boolean field.', example: 'process.code_signature.trusted:true' },
  { word: 'false', summary: 'The value of a boolean field.', example: 'process.code_signature.trusted:false' },
];
