// Writes the pages that come from tables of the code: docs/diagnostics.md from server/src/analysis/codes.ts, docs/functions.md from
// server/src/schema/functions.ts.
//
//   node server/tools/generateDocs.mjs [--out FOLDER]      default: docs
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

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

The command line uses the levels below; \`--severity LEVEL\` says which are shown (see [cli.md](cli.md)).

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
  of the file. For a \`.kuery\` file there is only the setting.

Neither a level nor a comment changes what a run does: a query that Elasticsearch or Kibana refuses does not run.

## All codes
`;

const languages = { eql: 'EQL', kuery: 'KQL', toml: 'TOML' };

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

function overview(codes) {
  const lines = codes.map((row) => `| [${row.code}](#${row.code.toLowerCase()}) | ${levelOf(row)} | ${row.title} |`);
  return ['| Code | Level | |', '|---|---|---|', ...lines].join('\n');
}

/** The level of a code, and for which repositories it is. */
function levelOf({ severity, profile, defaultOff }) {
  return [severity, ...(profile === undefined ? [] : [`profile ${profile}`]), ...(defaultOff === true ? ['off by default'] : [])].join(
    ', ',
  );
}

function section(row) {
  const { code, title, about, examples = [] } = row;
  return [`## ${code}`, `**${title}** (${levelOf(row)})`, about, ...examples.map(exampleText)].join('\n\n');
}

function exampleText({ language, wrong, right }) {
  const fence = (text) => `\`\`\`${language}\n${text}\n\`\`\``;
  return `${languages[language]}, wrong and right:\n\n${fence(wrong)}\n\n${fence(right)}`;
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
  writeFileSync(path.join(options.out ?? path.join(root, 'docs'), name), `${parts.join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`);
}

const { codes } = await exportsOf('server/src/analysis/codes.ts');
writePage('diagnostics.md', [intro, overview(codes), ...codes.map(section)]);

const { eqlFunctions, legacyFunctions, signatureOf } = await exportsOf('server/src/schema/functions.ts');
const sections = eqlFunctions.map((row) => functionSection(row, signatureOf(row)));
writePage('functions.md', [functionsIntro, ...sections, legacySection(legacyFunctions)]);
