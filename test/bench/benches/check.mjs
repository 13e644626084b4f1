// Checking a folder of rules: the whole process, and the analysis alone.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseTOML } from 'toml-eslint-parser';

const parseOnly = path.resolve(import.meta.dirname, '../parseOnly.mjs');

const pythonProgram = `
import pathlib, sys, tomllib
for file in pathlib.Path(sys.argv[1]).rglob("*.toml"):
    tomllib.loads(file.read_text("utf-8"))
`;

export const benches = [
  {
    name: 'check',
    about: '`rulewright check` on all rules, start to end of the process',
    async prepare({ corpus, cli, process: run }) {
      const command = cli();
      const node = process.execPath;
      return {
        // Rules with errors end it with 1.
        subject: {
          name: 'rulewright check',
          run: () => run(node, [command, 'check', corpus.folder, '--format', 'json'], { exitCodes: [0, 1] }),
        },
        anchors: [
          { name: 'toml-eslint-parser, parsing only', run: () => run(node, [parseOnly, corpus.folder]) },
          hasTomllib()
            ? { name: "Python's tomllib, parsing only", run: () => run('python3', ['-c', pythonProgram, corpus.folder]) }
            : { name: "Python's tomllib, parsing only", skipped: 'no python3 of 3.11 or later' },
          { name: 'Node, starting only', run: () => run(node, ['-e', '0']) },
        ],
      };
    },
  },
  {
    name: 'analysis',
    about: 'reading and analysing all rules, in one process that is warm',
    async prepare({ corpus, engine }) {
      const { openRule, analyze, catalogOf, schemas } = await engine();
      return {
        subject: {
          name: 'open and analyse',
          run() {
            for (const [index, text] of corpus.texts.entries()) {
              const document = openRule(text, { uri: `file:///rules/${index}.toml`, languageId: 'toml' });
              analyze(document, { catalog: catalogOf(document, schemas), schemas });
            }
          },
        },
        anchors: [
          {
            name: 'toml-eslint-parser, parsing only',
            run() {
              for (const text of corpus.texts) parseTOML(text);
            },
          },
        ],
      };
    },
  },
];

function hasTomllib() {
  return spawnSync('python3', ['-c', 'import tomllib']).status === 0;
}
