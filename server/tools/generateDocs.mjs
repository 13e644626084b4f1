// Writes the pages that come from tables of the code: docs/diagnostics.md and a page for each code in docs/diagnostics from
// server/src/analysis/codes.ts, docs/functions.md from server/src/schema/functions.ts, docs/rule-keys.md from
// server/src/schema/ruleKeys.ts, docs/configuration.md from server/src/config/projectConfig.ts. The counts on public rules come from
// server/tools/corpusCounts.json, which countDiagnostics.mjs writes.
//
//   node server/tools/generateDocs.mjs [--out FOLDER]      default: docs
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calibration, countedRules } from './calibration.mjs';
import { configurationPage } from './configurationPage.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({ options: { out: { type: 'string' } } });

const intro = `<!-- Written by server/tools/generateDocs.mjs from server/src/analysis/codes.ts; change it there. -->

# Diagnostics

What \`rulewright check\` and the editor report about a rule. Each kind of problem has a code, which never changes, and a level: \`error\`,
\`warning\`, \`information\` or \`hint\`. A finding may be milder or graver than the level of its code; the text then says when.

## Change a level

In VS Code, the setting \`rulewright.severity\` gives codes another level; \`off\` hides one:

\`\`\`json
"rulewright.severity": { "QRY002": "error", "QRY005": "off" }
\`\`\`

For the rules of a project, on the command line too, \`severity\` in [rulewright.config.json](configuration.md) does it and goes before the
setting of the editor. \`--severity LEVEL\` says only which problems the command line shows (see [cli.md](cli.md)).

## Suppress a problem

A comment \`rulewright-disable\` with a code silences it:

\`\`\`toml
# rulewright-disable QRY002 our pipeline adds this field
query = 'process where acme.team == "red"'
\`\`\`

- It stands after \`#\` in TOML, and after \`//\` or between \`/*\` and \`*/\` in EQL, in a TOML rule too.
- Alone on a line it covers the next line; after something else, its own line; on the first line of the file, the whole file. What counts
  is the line on which a problem begins.
- Several codes are separated by commas or spaces. What follows the codes is not read: write the reason there.
- KQL has no comments. For a KQL query in TOML, a comment of the TOML does it: beside or above a query on one line, else on the first line
  of the file.

A list in the rule itself silences codes for all of it. It works where there are no comments, in rules in JSON, too:

\`\`\`toml
[metadata.extended]
rulewright_disable = ["QRY002", "SCH011"]
\`\`\`

\`\`\`json
{ "rule_id": "…", "meta": { "rulewright_disable": ["QRY002", "SCH011"] } }
\`\`\`

For many files, and for \`.kuery\` files, there is \`suppress\` in [rulewright.config.json](configuration.md#suppress).

Neither a level nor a suppression changes what a run does: a query that Elasticsearch or Kibana refuses does not run.

## Repairs

In the editor most problems bring along one quick fix or several. Those marked *repaired* below are repaired without asking as well, by
\`rulewright check --fix\` and by the editor's action *Fix All*, also on saving with this setting:

\`\`\`json
"editor.codeActionsOnSave": { "source.fixAll.rulewright": "explicit" }
\`\`\`

That is done only where nothing else can have been meant, and where the repair changes nothing of what a rule that runs finds. Of a
problem that can have several reasons, such as a name and an id that do not fit, only the clear cases are repaired.

## All codes
`;

const codePageNote = '<!-- Written by server/tools/generateDocs.mjs from server/src/analysis/codes; change it there. -->';

const codePageEnd =
  'How to change the level of a code, suppress it in one place or repair it: [Diagnostics](../diagnostics.md#change-a-level).';

async function exportsOf(file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const corpus = JSON.parse(readFileSync(path.join(root, 'server/tools/corpusCounts.json'), 'utf8'));

/** How many rules have a code when all profiles' codes are on. */
function ruleCount(code) {
  return corpus.counts[code]?.elastic ?? 0;
}

function overview(codes) {
  const lines = codes.map(
    (row) => `| [${row.code}](diagnostics/${row.code}.md) | ${levelOf(row)} | ${row.title} | ${ruleCount(row.code) || ''} |`,
  );
  return ['| Code | Level | | Rules |', '|---|---|---|---|', ...lines].join('\n');
}

const corpusLink = `${corpus.rules.toLocaleString('en')} rules of [elastic/detection-rules](https://github.com/elastic/detection-rules)`;

function countOf(code) {
  const count = ruleCount(code);
  return `Of ${corpusLink} ${count === 0 ? 'none has' : count === 1 ? '1 has' : `${count} have`} a finding under this code.`;
}

function overviewIntro() {
  return (
    `The last column says how many of ${corpusLink} (about three fifths of those that are active, in a snapshot of August 2026) have a finding ` +
    'under the code, with the codes of all profiles and those that are off by default switched on; nothing there is no rule. ' +
    'How these counts compare with others is [below](#counts-on-public-rules).'
  );
}

function calibrationSection() {
  const rows = calibration.map(({ code, count, note = '' }) => {
    const expected = (count * corpus.rules) / countedRules;
    const here = ruleCount(code);
    const isFar = Math.max(expected, 1) > 2 * Math.max(here, 1) || Math.max(here, 1) > 2 * Math.max(expected, 1);
    if (isFar !== (note !== ''))
      throw new Error(`${code}: ${here} rules, expected about ${expected}: ${isFar ? 'say why' : 'nothing to explain'}`);
    return `| [${code}](diagnostics/${code}.md) | ${here} | ${count} | ${Math.round(expected)} | ${note} |`;
  });
  return [
    '## Counts on public rules',
    `For some codes it is known from other counts how many of all ${countedRules.toLocaleString('en')} active rules of the same repository have what the code is about. ` +
      `Scaled to these ${corpus.rules.toLocaleString('en')} rules, that is what to expect; a count that is more than twice or less than half of it is explained.`,
    ['| Code | Rules here | Rules of all | Expected here | |', '|---|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

/** For which repositories a code is, and whether it is repaired without asking. */
function levelOf(row) {
  return levelWords(row).join(', ');
}

const functionsIntro = `<!-- Written by server/tools/generateDocs.mjs from server/src/schema/functions.ts; change it there. -->

# Functions of EQL

What each function takes and gives. Names are written in any case. With \`~\` after its name a function that has this form ignores case. An
argument in brackets may be left out; \`…\` may be given any number of times. A null argument makes the result null, unless the text says
otherwise. Elastic's own page: [EQL function reference](https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref).
`;

function functionSection({ name, caseInsensitiveForm, summary, example, result }, signature) {
  const forms = caseInsensitiveForm ? `\`${name}\`, \`${name}~\`` : `\`${name}\``;
  return [`## ${name}`, `\`${signature}\` → ${result}. Forms: ${forms}.`, summary, `Example: \`${example}\``].join('\n\n');
}

function legacySection(legacyFunctions) {
  const rows = legacyFunctions.map(({ name, advice }) => `| \`${name}\` | ${advice.replaceAll('|', '\\|')} |`);
  return [
    '## Functions of older dialects',
    'Elasticsearch does not have these:',
    ['| Function | Instead |', '|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function writePage(name, parts) {
  const file = path.join(options.out ?? path.join(root, 'docs'), name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${parts.join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`);
}

const keysIntro = `<!-- Written by server/tools/generateDocs.mjs from server/src/schema/ruleKeys.ts; change it there. -->

# Keys of a rule

Every table of a detection rule and its keys, as validation, completion and hover know them. A rule file in TOML has the tables
\`[metadata]\`, \`[rule]\` and \`[transform]\`; a rule in Kibana's JSON is what \`[rule]\` is in TOML. The names of the other tables here are
those of the keys that hold them.
`;

function keyRow(row, { describeKey, shapeName }) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\n+(- )?/g, '<br>$1');
  return `| \`${row.key}\` | ${cell(shapeName(row.shape))} | ${cell(describeKey(row))} |`;
}

function tableSection({ title, keys, free }, tools) {
  const note = free ? ['Other keys are allowed as well.'] : [];
  return [`## ${title}`, ...note, ['| Key | Value | |', '|---|---|---|', ...keys.map((row) => keyRow(row, tools))].join('\n')].join('\n\n');
}

const { codes } = await exportsOf('server/src/analysis/codes.ts');
const { diagnosticPage, levelWords } = await exportsOf('server/src/analysis/codes/page.ts');
writePage('diagnostics.md', [intro, overviewIntro(), overview(codes), calibrationSection()]);
for (const row of codes) writePage(`diagnostics/${row.code}.md`, [codePageNote, diagnosticPage(row), countOf(row.code), codePageEnd]);

const { eqlFunctions, legacyFunctions, signatureOf } = await exportsOf('server/src/schema/functions.ts');
const sections = eqlFunctions.map((row) => functionSection(row, signatureOf(row)));
writePage('functions.md', [functionsIntro, ...sections, legacySection(legacyFunctions)]);

const { ruleTables, shapeName } = await exportsOf('server/src/schema/ruleKeys.ts');
const { describeKey } = await exportsOf('server/src/features/hover/ruleKey.ts');
const documented = Object.values(ruleTables).filter(({ keys }) => keys.length > 0);
writePage('rule-keys.md', [keysIntro, ...documented.map((spec) => tableSection(spec, { describeKey, shapeName }))]);

const { configSchema } = await exportsOf('server/src/config/projectConfig.ts');
writePage('configuration.md', configurationPage(configSchema()));
