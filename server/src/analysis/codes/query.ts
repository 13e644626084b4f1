/** Diagnostics of queries in any language. */
import { inEql, inKql, inToml, eqlErrors, kqlErrors, kqlLints, type CodeRow } from './row.js';

export const queryCodes: readonly CodeRow[] = [
  {
    code: 'QRY001',
    severity: 'error',
    title: 'Query syntax error',
    about:
      'The query cannot be parsed: Elasticsearch or Kibana refuses it, and the rule fails each time it runs. ' +
      'The parts that are understood are checked all the same.',
    examples: [
      inEql('process where process.name = "chattr"', 'process where process.name == "chattr"'),
      inKql('process.name: (chattr or lsattr', 'process.name: (chattr or lsattr)'),
    ],
    covers: [
      ...eqlErrors(1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 18, 19, 20, 21, 25, 32, 33, 34, 35, 36, 37),
      ...kqlErrors(1, 2, 4, 5, 6, 7, 8, 9, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 33, 34),
    ],
  },
  {
    code: 'QRY002',
    severity: 'warning',
    title: 'Unknown field',
    about:
      "No schema for the rule's index patterns has a field of this name. In KQL the condition is never true; " +
      'in EQL the search fails when no index has the field, unless it is marked as optional, as in `?acme.team`. ' +
      'It is only information where the field may exist all the same, as one of your own or of an integration that is not known here.',
    examples: [
      inEql('process where process.nmae == "chattr"', 'process where process.name == "chattr"'),
      inKql('Process.Name: chattr', 'process.name: chattr'),
    ],
    covers: [...eqlErrors(38, 39), ...kqlLints(36)],
  },
  {
    code: 'QRY003',
    severity: 'error',
    title: 'Value or operator does not fit the field type',
    about:
      "The operator does not work on fields of this type, or the value cannot be one of the field's: the search fails. " +
      'It fails too where the numbers of an EQL query cannot be computed, as `1 / 0` or `number("x")`. ' +
      'It is a warning where the search is accepted, but the condition can hardly be what was meant.',
    examples: [
      inEql('process where process.pid : "1"', 'process where process.pid == 1'),
      inKql('destination.port: 80*', 'destination.port: (80 or 8080)'),
    ],
    covers: [...eqlErrors(45, 46, 47, 48, 60), ...kqlLints(14, 15, 26)],
  },
  {
    code: 'QRY004',
    severity: 'warning',
    title: 'Query is empty or missing',
    about:
      'The rule has no query where its type needs one. An empty KQL query matches every event. What is refused is an error: an empty ' +
      'EQL query by Elasticsearch; by Kibana a query that is not text, and none at all in a rule of another type than `query`. A rule ' +
      'with `filters` may leave it empty.',
    examples: [inToml("query = ''", "query = 'process.name: chattr'")],
  },
  {
    code: 'QRY005',
    severity: 'hint',
    repaired: true,
    title: 'Duplicate value in a list',
    about: 'The list has this value already. It changes nothing in what matches, but another value may have been meant.',
    examples: [
      inEql('process where process.name in ("sh", "bash", "sh")', 'process where process.name in ("sh", "bash")'),
      inKql('process.name: (sh or bash or sh)', 'process.name: (sh or bash)'),
    ],
    covers: kqlLints(37),
  },
  {
    code: 'QRY006',
    severity: 'warning',
    title: 'Condition or value that changes nothing',
    about:
      'Another condition or value beside it says as much. It is a warning where the same condition stands there twice, since another one ' +
      'may have been meant; information for a test for presence beside a test for a value; a hint where a pattern takes the value already.',
    examples: [
      inEql('process where process.pid == 4 and process.pid == 4', 'process where process.pid == 4'),
      inKql('process.name: (cmd.exe or c*.exe)', 'process.name: c*.exe'),
      inKql('user.name: * and user.name: root', 'user.name: root'),
    ],
    covers: kqlLints(21, 37),
  },
  {
    code: 'QRY007',
    severity: 'warning',
    title: 'Conditions that contradict each other',
    about:
      'No event meets both, so the query, or this alternative of it, matches nothing. ' +
      'It is reported for fields that hold one value in ECS, and for a condition beside its own opposite. Where one of two values is meant, join them with `or`.',
    examples: [
      inEql('process where process.name == "bash" and process.name == "sh"', 'process where process.name in ("bash", "sh")'),
      inKql('process.name: (bash and sh)', 'process.name: (bash or sh)'),
    ],
    covers: kqlLints(19),
  },
  {
    code: 'QRY008',
    severity: 'warning',
    title: 'Condition whose result is always the same',
    about:
      'The condition is true or false whatever the event, so it changes nothing, or decides everything around it. ' +
      'Remove it, or write what was meant. `where true` alone is the usual way to take every event, and fine.',
    examples: [
      inEql('process where true and process.pid == 4', 'process where process.pid == 4'),
      inKql('user.name: root or not user.name: root', 'user.name: root'),
    ],
  },
  {
    code: 'QRY009',
    severity: 'warning',
    title: 'Exclusions of which one is always true',
    about:
      'The field holds one value, which is never both of the excluded ones, so `not a or not b` is true of every event and excludes nothing. ' +
      'Join the exclusions with `and`.',
    examples: [
      inEql(
        'process where process.name != "bash" or process.name != "sh"',
        'process where process.name != "bash" and process.name != "sh"',
      ),
      inKql('not user.name: root or not user.name: admin', 'not user.name: (root or admin)'),
    ],
    covers: kqlLints(20),
  },
  {
    code: 'QRY010',
    severity: 'information',
    title: 'Mixed `and`, `or` and `not` without parentheses',
    about:
      '`and` binds tighter than `or`, and `not` stands for the next condition alone. The query may well mean that; parentheses tell the reader so.',
    examples: [
      inEql(
        'process where process.pid == 4 or process.name == "sh" and user.name == "root"',
        'process where process.pid == 4 or (process.name == "sh" and user.name == "root")',
      ),
      inKql('not user.name: root or user.name: admin', '(not user.name: root) or user.name: admin'),
    ],
    covers: kqlLints(16, 17),
  },
  {
    code: 'QRY011',
    severity: 'warning',
    title: 'Value is not one ECS allows for this field',
    about:
      'ECS lists the values of some fields, among them `event.category`, `event.type` and `event.outcome`, ' +
      'and integrations keep to them. A value outside the list, or in KQL one in another case, matches none of their events.',
    examples: [
      inEql('process where event.type == "started"', 'process where event.type == "start"'),
      inKql('event.outcome: Failure', 'event.outcome: failure'),
    ],
    covers: kqlLints(18),
  },
  {
    code: 'QRY012',
    severity: 'warning',
    title: 'Event type that its category does not have',
    about:
      'ECS says which values of `event.type` go with each value of `event.category`. Events that follow it never have this pair, ' +
      'so the condition is not met by the events that are meant.',
    examples: [
      inEql('process where event.type == "deletion"', 'process where event.type == "end"'),
      inKql('event.category: process and event.type: creation', 'event.category: process and event.type: start'),
    ],
  },
  {
    code: 'QRY013',
    severity: 'information',
    title: 'Operating system not asked for',
    about:
      'The rule lies in a folder named after an operating system, but its query does not mention `host.os.type`, so it also looks at the events ' +
      'of other systems. It depends on the path of the file: `rules/linux/rule.toml`.',
    examples: [{ ...inKql('process.name: sh', 'host.os.type: linux and process.name: sh'), uri: 'file:///rules/linux/rule.kuery' }],
  },
  {
    code: 'QRY014',
    severity: 'hint',
    defaultOff: true,
    title: 'Slow pattern',
    about:
      'A pattern that begins with `*` cannot be looked up in the index of a `keyword` field: it is tried on every value. ' +
      'Begin it with the text that is known, or use a field that holds the part alone, such as `file.extension`. ' +
      'Nothing is said of fields of the type `wildcard`, which are made for such patterns.',
    examples: [
      inEql('process where process.name : "*shell.exe"', 'process where process.name : "powershell.exe"'),
      inKql('process.name: *shell.exe', 'process.name: powershell.exe'),
    ],
    covers: kqlLints(38),
  },
  {
    code: 'QRY015',
    severity: 'warning',
    title: 'Name or path that events do not have like this',
    about:
      'A name field holds no folders, a path field holds the whole path, and neither holds the names of environment variables: the condition is never true. ' +
      'It is a hint where a pattern names a drive, since Windows is not on `C:` everywhere.',
    examples: [
      inEql(
        String.raw`process where process.name : "C:\\Windows\\*\\cmd.exe"`,
        String.raw`process where process.executable : "?:\\Windows\\*\\cmd.exe"`,
      ),
      inKql('process.executable: cmd.exe', 'process.name: cmd.exe'),
    ],
  },
  {
    code: 'QRY016',
    severity: 'information',
    title: 'Suspicious value',
    about:
      'Hardly any event has this value: it begins or ends with a space, has a character that looks like another one or is not seen at all, ' +
      'the same extension twice, or is one letter away from the name of a program of Windows. A rule for such names says so with a comment.',
    examples: [
      inEql('process where process.name == "bash "', 'process where process.name == "bash"'),
      inKql('process.name: extrac3.exe', 'process.name: extrac32.exe'),
    ],
    covers: kqlLints(31),
  },
  {
    code: 'QRY017',
    severity: 'error',
    title: 'Invalid address, network, date or pattern',
    about:
      'The text cannot be read as the IP address, network, date or regular expression that its field, operator or function takes: ' +
      'the search fails, or the condition is never true. It is a warning where EQL accepts it.',
    examples: [
      inEql('network where cidrMatch(source.ip, "10.0.0.0/33")', 'network where cidrMatch(source.ip, "10.0.0.0/8")'),
      inEql('process where process.name regex "py(thon"', 'process where process.name regex "py(thon)?"'),
      inKql('@timestamp >= yesterday', '@timestamp >= now-1d/d'),
    ],
    covers: kqlLints(15, 39),
  },
  {
    code: 'QRY019',
    severity: 'warning',
    title: 'Exclusion of all that is asked for',
    about:
      'The values that the exclusion takes out are all those that a condition beside it asks for, so nothing is left to match. ' +
      'The exclusion is too wide, or one of the two has the wrong field.',
    examples: [
      inEql(
        'process where process.name : "cmd.exe" and not process.name : "c*"',
        'process where process.name : "cmd.exe" and not process.parent.name : "c*"',
      ),
      inKql('process.name: cmd.exe and not process.name: c*', 'process.name: cmd.exe and not process.parent.name: c*'),
    ],
  },
  {
    code: 'QRY021',
    severity: 'information',
    defaultOff: true,
    title: 'Exclusion that is true without the field',
    about:
      '`not` is true of every event that does not have the field at all, also of those from indices where no event has it. ' +
      'That is often meant. Where it is not, ask for a value beside the exclusion. EQL has EQL116 for it.',
    examples: [inKql('not user.name: root', 'user.name: * and not user.name: root')],
    covers: kqlLints(22),
  },
  {
    code: 'QRY022',
    severity: 'warning',
    title: 'Rule that can never match',
    about:
      'A clause that every match needs is never true: its values are patterns that the operator takes literally, no event has the field or the value, ' +
      'or the clause contradicts another one. The places beside it say why, and the fixes are those of the clause. ' +
      'Where the clause is the whole query, its own diagnostic says as much, and this one is not reported.',
    examples: [
      {
        ...inEql('process where process.pid == 4 and user.name == "adm*"', 'process where process.pid == 4 and user.name like "adm*"'),
        also: ['EQL101'],
      },
      { ...inKql('process.name: sh and user.name: "adm*"', 'process.name: sh and user.name: adm*'), also: ['KQL101'] },
    ],
  },
  {
    code: 'QRY023',
    severity: 'information',
    title: 'Part of the query that can never be true',
    about:
      'No event passes this alternative, this exclusion, or this stage of a sequence that is to be missing, because a clause in it is never true. ' +
      'The rule matches what it would match without it.',
    examples: [
      {
        ...inEql(
          'process where process.pid == 4 or (process.name == "sh" and user.name == "adm*")',
          'process where process.pid == 4 or (process.name == "sh" and user.name like "adm*")',
        ),
        also: ['EQL101'],
      },
      {
        ...inKql(
          'process.name: sh and not (user.name: "adm*" and user.id: 0)',
          'process.name: sh and not (user.name: adm* and user.id: 0)',
        ),
        also: ['KQL101'],
      },
    ],
  },
  {
    code: 'QRY024',
    severity: 'information',
    defaultOff: true,
    title: 'Exclusion that an attacker can meet',
    about:
      'What the exclusion trusts is chosen by whoever runs the program or sends the request, or lies in a folder that every user can write to: ' +
      'an attacker who knows the rule can take the events out of it. Trust something out of reach beside it, such as a signature, a hash or a path ' +
      'that only administrators can write to. Many good rules have such exclusions, so it is off by default.',
    examples: [
      inEql(
        'process where process.pid == 4 and not process.args == "backup"',
        'process where process.pid == 4 and not process.parent.executable == "/usr/sbin/backup"',
      ),
      inKql('user.id: 0 and not process.executable: /tmp/backup/*', 'user.id: 0 and not process.executable: /opt/backup/*'),
    ],
  },
];
