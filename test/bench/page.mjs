// The results as tables: for the terminal, and in docs/performance.md, one section for each bench.
import fs from 'node:fs';
import path from 'node:path';

const page = path.resolve(import.meta.dirname, '../../docs/performance.md');

const head = ['What runs', 'Time: median (least to most)', 'Peak memory', 'Rulewright takes', ''];

export function resultTable(results) {
  const rows = results.flatMap((result) => rowsOf(result).map((row, index) => [index === 0 ? result.bench : '', ...row]));
  const all = [['', ...head], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const intro = `<!-- Written by npm run bench -- --write (test/bench/page.mjs). -->

# Performance

What Rulewright's work costs, beside other programs that do a part of it on the same files. The ratios are what counts: the times say as
much about the machine. Subject and anchors take turns in each round; a ratio is the median of the rounds' ratios, in brackets the least
and the greatest. All run without \`NODE_EXTRA_CA_CERTS\`, which makes each start of Node read certificates. Measured anew with

\`\`\`
npm run bench -- --corpus FOLDER_OF_RULES
\`\`\`

Without \`--corpus\` it generates rules. \`--only NAME\` runs one bench, \`--rounds N\` more rounds, \`--json FILE\` writes the figures,
\`--write\` writes this page. The public rules are those of a snapshot of
[elastic/detection-rules](https://github.com/elastic/detection-rules).`;

/** Sections of benches that were not run stay as they are. */
export function writePerformancePage({ results, ...setting }) {
  const old = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : '';
  const sections = new Map(
    old
      .split(/\n(?=## )/)
      .slice(1)
      .map((text) => [/^## (.*)/.exec(text)[1], text.trim()]),
  );
  for (const result of results) sections.set(result.bench, section(result, setting));
  fs.writeFileSync(page, `${[intro, ...sections.values()].join('\n\n')}\n`);
}

function section(result, { corpus, node, platform, processors, rounds }) {
  const { bench, about, facts, remark } = result;
  const conditions = [corpus, ...facts, `Node ${node}`, platform, `${processors} processors`, `${rounds} rounds`].join(' · ');
  const rows = [head, head.map(() => '---'), ...rowsOf(result)];
  const table = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
  const sentence = `${about[0].replace(/[a-z]/, (letter) => letter.toUpperCase())}${about.slice(1)}.`;
  return [`## ${bench}`, sentence, conditions, table, ...(remark === undefined ? [] : [remark])].join('\n\n');
}

function rowsOf({ subject, anchors, skipped }) {
  return [
    [subject.name, timeText(subject.milliseconds), memoryText(subject), '', figureText(subject)],
    ...anchors.map((anchor) => [
      anchor.name,
      timeText(anchor.milliseconds),
      memoryText(anchor),
      ratioText(anchor.ratio),
      figureText(anchor),
    ]),
    ...skipped.map(({ name, skipped: reason }) => [name, `skipped: ${reason}`, '', '', '']),
  ];
}

function timeText({ median, min, max }) {
  const [unit, factor] = unitOf(median);
  const shown = (milliseconds) => amountText(milliseconds / factor);
  return `${shown(median)} ${unit} (${shown(min)} to ${shown(max)})`;
}

function unitOf(milliseconds) {
  return milliseconds >= 1000 ? ['s', 1000] : ['ms', 1];
}

function amountText(amount) {
  return amount >= 100 ? String(Math.round(amount)) : amount.toPrecision(2);
}

function ratioText({ median, min, max }) {
  const shown = (ratio) => (ratio >= 9.95 ? ratio.toFixed(0) : ratio.toPrecision(2));
  return `${shown(median)} × (${shown(min)} to ${shown(max)})`;
}

function quartileText(ratios) {
  return ['p25', 'p50', 'p75'].map((name, place) => `${name} ${ratios[place].toPrecision(2)} ×`).join(', ');
}

function memoryText({ peakBytes }) {
  return peakBytes === undefined ? '' : `${Math.round(peakBytes / 2 ** 20)} MB`;
}

function bytesText(bytes) {
  return bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MB` : `${Math.round(bytes)} bytes`;
}

function figureText({ figures = {}, bytes = {}, target, cpuRatio, besideParsing }) {
  return [
    ...(besideParsing === undefined ? [] : [`beside JSON.parse: ${quartileText(besideParsing)}`]),
    ...Object.entries(figures).map(([name, { median }]) => {
      const [unit, factor] = unitOf(median);
      return `${name}: ${amountText(median / factor)} ${unit}`;
    }),
    ...Object.entries(bytes).map(([name, { median, target: most }]) => {
      const aim = most === undefined ? '' : ` (target: at most ${bytesText(most)})`;
      return `${name}: ${bytesText(median)}${aim}`;
    }),
    ...(target === undefined ? [] : [`target: at most ${target.toPrecision(2)} ×`]),
    ...(cpuRatio === undefined ? [] : [`processor time: ${ratioText(cpuRatio)}`]),
  ].join(', ');
}
