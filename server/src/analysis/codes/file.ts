/** What is wrong with a rule file as a file: TOML or JSON itself, its keys and the kinds of its values. */
import { inToml, type CodeRow } from './row.js';

export const fileCodes: readonly CodeRow[] = [
  {
    code: 'TOM001',
    severity: 'error',
    title: 'Syntax error of the file',
    about:
      'The file is not valid TOML, or not valid JSON, at this place, so no tool can load the rule. ' +
      'What can be read around it, the query above all, is checked all the same.',
    examples: [inToml('name = Immutable file', 'name = "Immutable file"')],
  },
  {
    code: 'TOM002',
    severity: 'error',
    title: 'Key or table is defined twice',
    about:
      'TOML allows each key and each table header once, so no tool can load the rule; of a key that JSON has twice, one is lost unseen. ' +
      'Here only the first one counts. Remove the one that is not meant.',
    examples: [inToml('severity = "low"\nseverity = "high"', 'severity = "high"')],
  },
  {
    code: 'TOM003',
    severity: 'error',
    title: 'Unknown key',
    about:
      'The table has no key of this name, so the tools for rules in TOML refuse the file. ' +
      'Keys of your own have a place in `[metadata.extended]` and in `[rule.meta]`. ' +
      'A key that only rules in Kibana have is a warning. ' +
      'Kibana itself passes over keys it does not know: in JSON this is a warning where another key was probably meant, else information.',
    examples: [inToml('max_signal = 50', 'max_signals = 50')],
  },
  {
    code: 'TOM004',
    severity: 'error',
    title: 'Required keys are missing',
    about:
      'A rule of this type, or a table within it, cannot be loaded without these keys. All that are missing are named at once; ' +
      'the fix adds them with values to begin with. A missing query is a problem of its own, QRY004.',
    examples: [inToml('type = "threshold"', 'type = "threshold"\n\n[rule.threshold]\nfield = ["host.id"]\nvalue = 10')],
  },
  {
    code: 'TOM005',
    severity: 'error',
    repaired: true,
    title: 'Value is of the wrong kind',
    about:
      'The key takes another kind of value: a number instead of text, or a list instead of a single value. ' +
      'The rule cannot be loaded. Where it is plain what was meant, the fix writes it.',
    examples: [inToml('author = "Acme"', 'author = ["Acme"]')],
  },
  {
    code: 'TOM006',
    severity: 'error',
    title: 'Key is not for this type of rule',
    about:
      'The key exists, but rules of this type do not have it: `threshold` in a rule of type `query`, or `filters` in one of type `esql`. ' +
      'The rule is refused, or the key does nothing. Remove it or change the type.',
    examples: [inToml('tiebreaker_field = "event.sequence"', 'max_signals = 50')],
  },
  {
    code: 'TOM007',
    severity: 'error',
    repaired: true,
    title: 'Value is not one of the allowed ones',
    about:
      'The key takes one of a few values, and this is none of them, so Kibana refuses the rule. ' +
      'A query in an unknown language is neither checked nor run. Rules call KQL `kuery`.',
    examples: [inToml('language = "kql"', 'language = "kuery"')],
  },
  {
    code: 'TOM008',
    severity: 'warning',
    title: 'Backslash in a query is read as an escape',
    about:
      'Between `"` or `"""` TOML reads `\\t` as a tab and `\\n` as a line break, so a path such as `C:\\temp` is no longer one and the query ' +
      "matches nothing. Between `'''` a backslash stands for itself.",
    examples: [inToml('query = "process.executable: *\\temp.exe"', "query = 'process.executable: *\\\\temp.exe'")],
  },
  {
    code: 'TOM009',
    severity: 'error',
    title: 'Text ends at its own quotes',
    about:
      "A text between `'''` ends at the first `'''` in it, whatever was meant; the rest of it is not valid TOML. " +
      'Such a text is written between `"""`, where each backslash is doubled.',
    examples: [inToml("description = '''Finds ''' in command lines.'''", 'description = """Finds \'\'\' in command lines."""')],
  },
  {
    code: 'TOM010',
    severity: 'warning',
    profile: 'detections-as-code',
    title: "Text is damaged by the repository's tools",
    about:
      'The TOML writer of the public rule repository makes `\\u00` of `\\x`, and leaves backslashes as they are in texts that it writes over ' +
      'several lines. When one of its commands writes the file again, the text is another one or the file cannot be read. ' +
      'Queries, `note` and `setup` are safe.',
    examples: [inToml("false_positives = ['Programs in C:\\xampp']", "false_positives = ['Programs in C:/xampp']")],
  },
  {
    code: 'TOM011',
    severity: 'information',
    title: 'Type saved_query exists in Kibana only',
    about:
      'Kibana knows rules of type `saved_query`, whose query is kept elsewhere; the tools for rules in TOML cannot load them. ' +
      'Write the query into a rule of type `query`.',
    examples: [inToml('type = "saved_query"\nsaved_id = "id"', 'type = "query"')],
  },
  {
    code: 'TOM014',
    severity: 'error',
    title: 'Unknown table in a rule file',
    about:
      'A rule file has the tables `[metadata]`, `[rule]` and `[transform]`, and no keys outside of them. Tools refuse files with others. ' +
      'Data of your own has a place in `[metadata.extended]`.',
    examples: [inToml('[tests]\nevents = "sample.ndjson"', '[rule.meta]\nevents = "sample.ndjson"')],
  },
  {
    code: 'TOM012',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'File is not named like a rule',
    about:
      'Rule files are named in lower case with underscores and end in `.toml`; those of Elastic begin with the name of the first tactic. ' +
      'Tools for detections as code find rules by these names, so no two rules share one, whatever their folders.',
    examples: [inToml('author = ["Elastic"]', 'author = ["Acme"]')],
  },
  {
    code: 'TOM013',
    severity: 'warning',
    profile: 'elastic',
    title: 'File is in the wrong folder',
    about:
      'Building blocks are kept in `rules_building_block`, deprecated rules in `_deprecated`, and rules on an integration in the folder of its name.',
    examples: [inToml('[metadata]\nmaturity = "deprecated"\ndeprecation_date = "2026/01/05"\n', '[metadata]\nmaturity = "production"\n')],
  },
];
