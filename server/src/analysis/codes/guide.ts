/** Diagnostics of the investigation guide, the setup text and `[transform]`. */
import { inToml, type CodeRow } from './row.js';

const osquery = '[[transform.osquery]]\nlabel = "Users"\nquery = "SELECT * FROM users"';

const investigate = (field: string): string =>
  'note = "$investigate_0"\n\n[[transform.investigate]]\nlabel = "Processes"\nproviders = [[' +
  `{ excluded = false, field = "${field}", queryType = "phrase", value = "sh", valueType = "string" }]]`;

export const guideCodes: readonly CodeRow[] = [
  {
    code: 'DOC001',
    severity: 'error',
    profile: 'detections-as-code',
    title: 'Guide and transform entries do not match',
    about:
      'The guide in `note` shows the entries of `[[transform.osquery]]` and `[[transform.investigate]]` by `$osquery_0`, `$investigate_1` and so on, ' +
      'counted from zero. A place without its entry reaches the analyst as plain text, and an entry without a place is never seen.',
    examples: [inToml(`note = "$osquery_1 $osquery_0"\n\n${osquery}`, `note = "$osquery_0"\n\n${osquery}`)],
  },
  {
    code: 'DOC002',
    severity: 'error',
    profile: 'detections-as-code',
    title: 'Guide holds a plugin in its built form',
    about:
      'A build turns entries of `[transform]` into `!{osquery{…}}` and `!{investigate{…}}`; in a rule file they stand as entries, which can be ' +
      'checked, with `$osquery_0` or `$investigate_0` in the guide. The fix converts one.',
    examples: [inToml('note = \'!{osquery{"label":"Users","query":"SELECT * FROM users"}}\'', `note = '$osquery_0'\n\n${osquery}`)],
  },
  {
    code: 'DOC003',
    severity: 'error',
    profile: 'detections-as-code',
    repaired: true,
    title: 'Setup stands in the wrong place',
    about:
      'What must be configured before the rule works stands in `setup`, or in the guide below the heading `## Setup`, which a build moves ' +
      'there; not in both. The heading has that level and case, and no other heading of its level speaks of configuration.',
    examples: [inToml("note = '''\n### Setup\n\nTurn auditing on.\n'''", "note = '''\n## Setup\n\nTurn auditing on.\n'''")],
  },
  {
    code: 'DOC004',
    severity: 'warning',
    profile: 'elastic',
    title: 'Severe rule has no investigation guide',
    about:
      'Elastic’s own rules of severity high and critical have a guide with the heading `## Triage and analysis`, building block rules ' +
      'excepted. The fix inserts its usual sections.',
    examples: [
      inToml('severity = "high"\nrisk_score = 73', "severity = \"high\"\nrisk_score = 73\nnote = '''\n## Triage and analysis\n'''"),
    ],
  },
  {
    code: 'DOC005',
    severity: 'warning',
    profile: 'detections-as-code',
    repaired: true,
    title: 'Guide names another rule',
    about: 'The heading `### Investigating …` of a guide names the rule. Here it names another one, as when a rule was renamed or copied.',
    examples: [
      inToml(
        'tags = ["Tactic: Execution", "Resources: Investigation Guide"]\nname = "Shell from web server"\nnote = "### Investigating Shell from mail server"',
        'tags = ["Tactic: Execution", "Resources: Investigation Guide"]\nname = "Shell from web server"\nnote = "### Investigating Shell from web server"',
      ),
    ],
  },
  {
    code: 'DOC006',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Investigation guide and its tag do not go together',
    about:
      'The tag `Resources: Investigation Guide` announces a guide in `note`, and analysts filter by it. Here there is the tag without a guide, ' +
      'or a guide with a heading `### Investigating …` without the tag.',
    examples: [inToml('tags = ["Tactic: Execution", "Resources: Investigation Guide"]', 'tags = ["Tactic: Execution"]')],
  },
  {
    code: 'DOC007',
    severity: 'information',
    repaired: true,
    title: 'Markdown that is shown otherwise than meant',
    about:
      'In `note` or `setup` a block of code is not closed, or a link has no address or no end. White space that ends a line, other than the ' +
      'two blanks of a line break, is a hint.',
    examples: [inToml('note = "See [the handbook]()."', 'note = "See [the handbook](https://example.com/handbook)."')],
  },
  {
    code: 'DOC008',
    severity: 'warning',
    title: 'Entry of transform cannot work',
    about:
      'A condition of `[[transform.investigate]]` names a field that does not exist, or a `queryType` or `valueType` that Kibana does not know, ' +
      'or the query of an `[[transform.osquery]]` entry is empty. A field that is unlike every known one is information.',
    examples: [inToml(investigate('process.nmae'), investigate('process.name'))],
  },
];
